//! Where the numbers are gathered.

use anyhow::Context;
use metrics::{Recorder, Unit};
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};

use super::{ALL, Kind};

/// Gathers from now on, for the whole process; once.
pub fn start() -> anyhow::Result<PrometheusHandle> {
    let recorder = recorder()?;
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("the measures cannot be gathered")?;
    Ok(handle)
}

/// A recorder that knows every line of the table.
pub(super) fn recorder() -> anyhow::Result<PrometheusRecorder> {
    let mut builder = PrometheusBuilder::new();
    for measure in ALL {
        if let Kind::Histogram(bounds) = measure.kind {
            builder =
                builder.set_buckets_for_metric(Matcher::Full(measure.name.to_owned()), bounds)?;
        }
    }
    let recorder = builder.build_recorder();
    for measure in ALL {
        let (name, help) = (measure.name.into(), measure.help.into());
        let unit = (measure.unit == "seconds").then_some(Unit::Seconds);
        match measure.kind {
            Kind::Counter => recorder.describe_counter(name, unit, help),
            Kind::Gauge => recorder.describe_gauge(name, unit, help),
            Kind::Histogram(_) => recorder.describe_histogram(name, unit, help),
        }
    }
    Ok(recorder)
}
