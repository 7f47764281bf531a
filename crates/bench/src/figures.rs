//! What was measured of one call.

use std::time::Duration;

/// Every latency of a call at a rate, and what went wrong.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// What was called.
    pub name: String,
    /// Calls a second that were intended.
    pub rate: u32,
    /// Latencies in microseconds, the shortest first.
    pub sorted: Vec<u64>,
    /// Answers with another status than the wanted one, and connections that broke.
    pub errors: usize,
    /// Calls that were never sent, because the server was too far behind when time was up.
    pub unsent: usize,
    /// Processor time of the server in seconds, for all of them. Unlike latencies it hardly depends on who else uses the machine.
    pub busy: f64,
    /// What SQLite did for all of them, in instructions of its machine; the same on every machine. 0 for another database.
    pub steps: u64,
    /// From the first intended call to the last answer.
    pub took: Duration,
}

impl Figures {
    /// From latencies in any order.
    pub fn new(name: &str, rate: u32, mut latencies: Vec<u64>) -> Self {
        latencies.sort_unstable();
        Self {
            name: name.to_owned(),
            rate,
            sorted: latencies,
            ..Self::default()
        }
    }

    /// How many were answered.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The latency in milliseconds that `thousandths` of the calls do not exceed.
    pub fn percentile(&self, thousandths: usize) -> f64 {
        let place = (self.count() * thousandths).div_ceil(1000).max(1) - 1;
        let microseconds = self.sorted.get(place).copied().unwrap_or_default();
        milliseconds(microseconds)
    }

    /// Processor time of the server for one call, in milliseconds.
    pub fn cost(&self) -> f64 {
        let count = u32::try_from(self.count()).unwrap_or(u32::MAX).max(1);
        1000.0 * self.busy / f64::from(count)
    }

    /// What SQLite did for one call, in thousands of instructions.
    pub fn work(&self) -> f64 {
        let float = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let count = u64::try_from(self.count()).unwrap_or(u64::MAX).max(1);
        float(self.steps / count) / 1000.0
    }

    /// Answers a second.
    pub fn throughput(&self) -> f64 {
        let count = u32::try_from(self.count()).unwrap_or(u32::MAX);
        f64::from(count) / self.took.as_secs_f64().max(0.001)
    }
}

fn milliseconds(microseconds: u64) -> f64 {
    f64::from(u32::try_from(microseconds).unwrap_or(u32::MAX)) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_list() {
        let figures = Figures::new("x", 1, (1..=1000).rev().map(|one| one * 1000).collect());
        assert!((figures.percentile(500) - 500.0).abs() < 0.001);
        assert!((figures.percentile(990) - 990.0).abs() < 0.001);
        assert!((figures.percentile(1000) - 1000.0).abs() < 0.001);
        assert!(Figures::default().percentile(990).abs() < 0.001);
    }
}
