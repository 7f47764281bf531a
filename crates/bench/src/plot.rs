//! Curves as SVG: plain text, colours that follow the reader's light or dark page.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use crate::run::Report;

const STYLE: &str = "<style>svg{background:#fff}\
text{font:13px system-ui,sans-serif;fill:#1f2328}.t{font-size:15px;font-weight:600}\
.g{stroke:#d0d7de}.b{stroke:#9a6700;stroke-dasharray:6 4}.bt{fill:#9a6700}\
.a{stroke:#0550ae;fill:#0550ae}.c{stroke:#8250df;fill:#8250df}polyline{stroke-width:2;fill:none!important}\
@media(prefers-color-scheme:dark){svg{background:#0d1117}text{fill:#e6edf3}.g{stroke:#3d444d}.b{stroke:#d29922}.bt{fill:#d29922}\
.a{stroke:#79c0ff;fill:#79c0ff}.c{stroke:#d2a8ff;fill:#d2a8ff}}</style>\n";

/// Classes of the curves: the larger organisation first. Told apart by their marks, too.
const CLASSES: [&str; 2] = ["a", "c"];

/// Writes all pictures.
pub fn write(folder: &Path, reports: &[&Report]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (file, curve) in [("rate.svg", READS), ("submissions.svg", SUBMISSIONS)] {
        std::fs::write(folder.join(file), rate(reports, &curve))?;
    }
    if let [large, small] = reports {
        std::fs::write(folder.join("size.svg"), size(large, small))?;
    }
    Ok(())
}

/// A curve of the tail against the rate.
struct Curve {
    call: &'static str,
    title: &'static str,
    /// Milliseconds.
    budget: f64,
}

const READS: Curve = Curve {
    call: "all reads",
    title: "All reads in turn: p99 against rate",
    budget: 20.0,
};
const SUBMISSIONS: Curve = Curve {
    call: "submit",
    title: "Durable submissions: p99 against rate",
    budget: 50.0,
};

/// The tail of a call against the rate, on a logarithmic scale of milliseconds.
fn rate(reports: &[&Report], curve: &Curve) -> String {
    const LEFT: f64 = 70.0;
    const RIGHT: f64 = 610.0;
    const TOP: f64 = 50.0;
    const BOTTOM: f64 = 330.0;
    let of = |report: &Report| -> Vec<(f64, f64)> {
        let sweep = report.sweep.iter().filter(|one| one.name == curve.call);
        sweep
            .map(|one| (f64::from(one.rate), one.percentile(990)))
            .collect()
    };
    let rates = reports.iter().flat_map(|report| of(report));
    let most = rates.map(|(rate, _)| rate).fold(1.0, f64::max);
    let x = |rate: f64| LEFT + (RIGHT - LEFT) * rate / most;
    let y = |milliseconds: f64| {
        BOTTOM - (BOTTOM - TOP) * (milliseconds.clamp(1.0, 10_000.0).log10() / 4.0)
    };
    let mut out = open(680, 380, curve.title);
    for (line, label) in [
        (1.0, "1 ms"),
        (10.0, "10 ms"),
        (100.0, "100 ms"),
        (1_000.0, "1 s"),
        (10_000.0, "10 s"),
    ] {
        let at = y(line);
        put(
            &mut out,
            &format!(
                "<path class=\"g\" d=\"M{LEFT} {at:.0}H{RIGHT}\"/><text x=\"62\" y=\"{:.0}\" text-anchor=\"end\">{label}</text>",
                at + 4.0
            ),
        );
    }
    for quarter in [0.25, 0.5, 0.75, 1.0] {
        put(
            &mut out,
            &format!(
                "<text x=\"{:.0}\" y=\"350\" text-anchor=\"middle\">{:.0}</text>",
                x(most * quarter),
                most * quarter
            ),
        );
    }
    put(
        &mut out,
        "<text x=\"340\" y=\"370\" text-anchor=\"middle\">calls a second</text>",
    );
    let budget = y(curve.budget);
    put(
        &mut out,
        &format!(
            "<path class=\"b\" d=\"M{LEFT} {budget:.0}H{RIGHT}\"/><text class=\"bt\" x=\"{RIGHT}\" y=\"{:.0}\" \
         text-anchor=\"end\">budget {:.0} ms</text>",
            budget - 6.0,
            curve.budget
        ),
    );
    for ((report, class), place) in reports.iter().zip(CLASSES).zip([0.0, 1.0]) {
        let points = of(report)
            .into_iter()
            .map(|(rate, tail)| (x(rate), y(tail)));
        let points: Vec<_> = points.collect();
        let line: Vec<_> = points
            .iter()
            .map(|(x, y)| format!("{x:.0},{y:.0}"))
            .collect();
        put(
            &mut out,
            &format!(
                "<polyline class=\"{class}\" points=\"{}\"/>",
                line.join(" ")
            ),
        );
        for (x, y) in points {
            put(&mut out, &mark(class, x, y));
        }
        let at = 66.0 + 20.0 * place;
        put(&mut out, &mark(class, 90.0, at));
        put(
            &mut out,
            &format!(
                "<text x=\"102\" y=\"{:.0}\">{} organisation</text>",
                at + 4.0,
                report.scale.name
            ),
        );
    }
    out + "</svg>\n"
}

/// What each call costs the server in both organisations, a pair of bars each: processor time, which tells more than latencies on a
/// machine that works for others, too.
fn size(large: &Report, small: &Report) -> String {
    let pairs: Vec<_> = large
        .calls
        .iter()
        .filter_map(|one| Some((one, small.call(&one.name)?)))
        .collect();
    let all = pairs.iter().flat_map(|(one, other)| [one, other]);
    let most = all.map(|one| one.cost()).fold(0.1, f64::max);
    let height = 34 * u32::try_from(pairs.len()).unwrap_or_default() + 90;
    let mut out = open(
        680,
        height,
        "Processor time of a call against the size of the organisation",
    );
    let mut top = 50.0;
    for (one, other) in pairs {
        put(
            &mut out,
            &format!(
                "<text x=\"170\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
                top + 16.0,
                one.name
            ),
        );
        for ((figures, class), place) in [one, other].into_iter().zip(CLASSES).zip([0.0, 12.0]) {
            let cost = figures.cost();
            let width = (400.0 * cost / most).max(1.0);
            put(
                &mut out,
                &format!(
                    "<rect class=\"{class}\" x=\"180\" y=\"{:.0}\" width=\"{width:.0}\" height=\"9\"/>\
                 <text x=\"{:.0}\" y=\"{:.0}\" font-size=\"11\">{cost:.2} ms</text>",
                    top + place + 1.0,
                    188.0 + width,
                    top + place + 10.0
                ),
            );
        }
        top += 34.0;
    }
    put(
        &mut out,
        &format!(
            "{}<text x=\"200\" y=\"{:.0}\">{} organisation</text>{}<text x=\"380\" y=\"{:.0}\">{} organisation</text>",
            mark(CLASSES[0], 186.0, top + 12.0),
            top + 16.0,
            large.scale.name,
            mark(CLASSES[1], 366.0, top + 12.0),
            top + 16.0,
            small.scale.name
        ),
    );
    out + "</svg>\n"
}

fn open(width: u32, height: u32, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         {STYLE}<text class=\"t\" x=\"20\" y=\"26\">{title}</text>\n"
    )
}

/// A circle or a square.
fn mark(class: &str, x: f64, y: f64) -> String {
    if class == CLASSES[0] {
        format!("<circle class=\"{class}\" cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\"/>")
    } else {
        format!(
            "<rect class=\"{class}\" x=\"{:.0}\" y=\"{:.0}\" width=\"8\" height=\"8\"/>",
            x - 4.0,
            y - 4.0
        )
    }
}

fn put(out: &mut String, text: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{text}");
}
