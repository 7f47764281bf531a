//! Instants and durations: what is read is printed so that it reads the same.

use portico_graph::time::{Duration, Instant};

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    if let Ok(instant) = text.parse::<Instant>() {
        assert_eq!(
            instant.to_string().parse::<Instant>(),
            Ok(instant),
            "{text:?}"
        );
        let (year, month, day) = instant.date();
        assert!(
            Instant::from_date(year, month, day).is_some_and(|midnight| midnight <= instant),
            "{text:?}"
        );
    }
    if let Ok(duration) = text.parse::<Duration>() {
        assert_eq!(
            duration.to_string().parse::<Duration>(),
            Ok(duration),
            "{text:?}"
        );
    }
}
