//! Nobody may call so often that others wait (Graph contract: throttling): a bucket a caller, which fills steadily and from which each call takes
//! one. Each part of a batch is a call.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use super::caller::Caller;
use super::error::ApiError;
use crate::clock::Stopwatch;

/// How much of a minute's calls may come at once.
const BURST: f64 = 0.25;
/// With more callers than this, full buckets are forgotten: they are as good as none.
const MANY: usize = 10_000;

/// The buckets; without a rate nobody is held back.
pub struct Throttle {
    rate: Option<Rate>,
    began: Stopwatch,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Clone, Copy)]
struct Rate {
    a_second: f64,
    most: f64,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: f64,
}

impl Throttle {
    /// For so many calls a minute.
    pub fn new(calls_per_minute: Option<NonZeroU32>) -> Self {
        let rate = calls_per_minute.map(|calls| {
            let calls = f64::from(calls.get());
            Rate {
                a_second: calls / 60.0,
                most: (calls * BURST).max(1.0),
            }
        });
        Self {
            rate,
            began: Stopwatch::start(),
            buckets: Mutex::default(),
        }
    }

    /// One call of a caller.
    ///
    /// # Errors
    /// 429, with the seconds until the next one may come.
    pub fn take(&self, caller: &Caller) -> Result<(), ApiError> {
        let name = match caller {
            Caller::Person(person, _) => &person.subject_id,
            Caller::Application(id, _) => &**id,
        };
        self.take_at(name, self.began.elapsed().as_secs_f64())
            .map_err(ApiError::too_many_calls)
    }

    fn take_at(&self, name: &str, now: f64) -> Result<(), u32> {
        let Some(rate) = self.rate else {
            return Ok(());
        };
        let buckets = self.buckets.lock();
        let mut buckets = buckets.unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MANY {
            buckets.retain(|_, bucket| rate.filled(*bucket, now) < rate.most);
        }
        let bucket = buckets.get(name).copied();
        let left = bucket.map_or(rate.most, |bucket| rate.filled(bucket, now));
        let (left, taken) = if left < 1.0 {
            (left, Err(rate.wait(left)))
        } else {
            (left - 1.0, Ok(()))
        };
        buckets.insert(name.to_owned(), Bucket { left, at: now });
        taken
    }
}

impl Rate {
    fn filled(self, bucket: Bucket, now: f64) -> f64 {
        (bucket.left + (now - bucket.at).max(0.0) * self.a_second).min(self.most)
    }

    /// Whole seconds until there is one again.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 60 by the rate's least"
    )]
    fn wait(self, left: f64) -> u32 {
        (((1.0 - left) / self.a_second).ceil().clamp(1.0, 60.0)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_while_nobody_calls() {
        let throttle = Throttle::new(NonZeroU32::new(60));
        // A quarter of a minute's calls at once.
        for _ in 0..15 {
            assert_eq!(throttle.take_at("ana", 0.0), Ok(()));
        }
        assert_eq!(throttle.take_at("ana", 0.0), Err(1));
        assert_eq!(throttle.take_at("bo", 0.0), Ok(()));
        assert_eq!(throttle.take_at("ana", 1.0), Ok(()));
        assert_eq!(throttle.take_at("ana", 1.5), Err(1));
        for _ in 0..15 {
            assert_eq!(throttle.take_at("ana", 100.0), Ok(()));
        }
        assert!(throttle.take_at("ana", 100.0).is_err());
    }

    #[test]
    fn without_a_rate_nobody_waits() {
        let throttle = Throttle::new(None);
        for _ in 0..1_000 {
            assert_eq!(throttle.take_at("ana", 0.0), Ok(()));
        }
    }

    #[test]
    fn who_has_not_called_for_long_is_forgotten() {
        let throttle = Throttle::new(NonZeroU32::new(600));
        for number in 0..=MANY {
            throttle.take_at(&number.to_string(), 0.0).unwrap();
        }
        throttle.take_at("late", 100.0).unwrap();
        assert_eq!(throttle.buckets.lock().unwrap().len(), 1);
    }
}
