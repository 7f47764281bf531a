//! Figures as tables of Markdown, which are also readable as they are.

use std::fmt::Write as _;

use crate::figures::Figures;
use crate::run::Report;

/// Everything of one run.
pub fn report(report: &Report) -> String {
    let mut out = format!(
        "\n### {}, {} organisation\n\n{} packages, {} people, {} connected organisations, {} assignments, {} requests.\n\n",
        report.engine,
        report.scale.name,
        report.scale.packages,
        report.scale.people,
        report.scale.organisations,
        report.scale.assignments(),
        report.scale.requests()
    );
    let (idle, after) = report.resident;
    let rows = [
        ("import", format!("{:.1} s", report.import.as_secs_f64())),
        ("size of the database", megabytes(report.bytes)),
        (
            "start to first answer",
            format!("{} ms", report.started_in.as_millis()),
        ),
        ("resident, idle", megabytes(idle)),
        ("resident, after everything", megabytes(after)),
    ];
    let mut rows: Vec<_> = rows
        .map(|(name, value)| vec![name.to_owned(), value])
        .to_vec();
    for figures in &report.saturation {
        rows.push(vec![
            format!("browse, most ({})", figures.name),
            format!("{:.0} a second", figures.throughput()),
        ]);
    }
    out.push_str(&table(&["what", "figure"], &rows));
    out.push('\n');
    out.push_str(&calls(&report.calls));
    if !report.sweep.is_empty() {
        out.push('\n');
        out.push_str(&calls(&report.sweep));
    }
    out
}

/// A line a call; latencies in milliseconds.
fn calls(calls: &[Figures]) -> String {
    let rows: Vec<_> = calls
        .iter()
        .map(|one| {
            let mut row = vec![
                one.name.clone(),
                one.rate.to_string(),
                one.count().to_string(),
                one.errors.to_string(),
                one.unsent.to_string(),
            ];
            let places = [500, 900, 990, 1000];
            row.extend(places.map(|place| format!("{:.1}", one.percentile(place))));
            row.push(format!("{:.2}", one.cost()));
            row
        })
        .collect();
    let head = [
        "call",
        "rate /s",
        "count",
        "errors",
        "unsent",
        "p50 ms",
        "p90 ms",
        "p99 ms",
        "max ms",
        "server ms",
    ];
    table(&head, &rows)
}

/// How much slower each call is in the larger organisation, each measured by itself.
pub fn ratios(large: &Report, small: &Report) -> String {
    let pairs: Vec<_> = large
        .calls
        .iter()
        .filter_map(|one| Some((small.call(&one.name)?.clone(), one.clone())))
        .collect();
    let (engine, larger, smaller) = (large.engine, large.scale.name, small.scale.name);
    let title = format!("{engine}: {larger} against {smaller}");
    grown(&title, &pairs, &TIMES)
}

/// The same of the lists of "mine", call by call in turn; with what the database did, where it tells.
pub fn in_turn(engine: &str, pairs: &[(Figures, Figures)]) -> String {
    let title = format!("{engine}: lists of \"mine\" in turn");
    let figures = pairs.iter().flat_map(|(small, large)| [small, large]);
    grown(&title, pairs, what_is_told(figures))
}

/// What each call took before and takes now, call by call in turn; and the server of before against itself, which is what chance does to a
/// ratio.
pub fn against(engine: &str, calls: &[[Figures; 3]]) -> String {
    let by = what_is_told(calls.iter().flatten());
    let rows: Vec<_> = calls
        .iter()
        .map(|[before, again, after]| {
            let mut row = vec![after.name.clone()];
            for (_, of) in by {
                row.extend(compared(of(before), of(after)));
                let [_, _, by_chance] = compared(of(before), of(again));
                row.push(by_chance);
            }
            row
        })
        .collect();
    let head = head(by, ["before", "after", "ratio", "by chance"]);
    let title = format!("{engine}: before and after, in turn");
    format!("\n### {title}\n\n{}", table(&head, &rows))
}

/// What is compared, and what it says of a call.
type Compared = (&'static str, fn(&Figures) -> f64);

const TIMES: [Compared; 2] = [
    ("p50 ms", |figures| figures.percentile(500)),
    ("server ms", Figures::cost),
];
const TIMES_AND_WORK: [Compared; 3] = [TIMES[0], TIMES[1], ("thousand steps", Figures::work)];

/// Times, and the database's work where it is counted.
fn what_is_told<'a>(figures: impl IntoIterator<Item = &'a Figures>) -> &'static [Compared] {
    let tell = figures.into_iter().all(|figures| figures.steps > 0);
    if tell { &TIMES_AND_WORK } else { &TIMES }
}

fn grown(title: &str, pairs: &[(Figures, Figures)], by: &[Compared]) -> String {
    let rows: Vec<_> = pairs
        .iter()
        .map(|(small, large)| {
            let mut row = vec![large.name.clone()];
            for (_, of) in by {
                row.extend(compared(of(small), of(large)));
            }
            let mine = crate::calls::MINE.contains(&large.name.as_str());
            row.push(if mine { "about 1" } else { "" }.to_owned());
            row
        })
        .collect();
    let mut head = head(by, ["small", "large", "ratio"]);
    head.push("budget".to_owned());
    format!("\n### {title}\n\n{}", table(&head, &rows))
}

/// Both figures and the second against the first.
fn compared(one: f64, other: f64) -> [String; 3] {
    [one, other, other / one.max(0.001)].map(|figure| format!("{figure:.2}"))
}

/// The columns of each figure, its name before the first.
fn head<const N: usize>(by: &[Compared], columns: [&str; N]) -> Vec<String> {
    let mut head = vec!["call".to_owned()];
    for (what, _) in by {
        let names = columns.iter().enumerate();
        head.extend(names.map(|(place, column)| match place {
            0 => format!("{what}, {column}"),
            _ => (*column).to_owned(),
        }));
    }
    head
}

fn table(head: &[impl AsRef<str>], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max();
        widest
            .unwrap_or_default()
            .max(head.get(column).map_or(0, |name| name.as_ref().len()))
    };
    let widths: Vec<_> = (0..head.len()).map(width).collect();
    let mut out = String::new();
    let head: Vec<String> = head.iter().map(|name| name.as_ref().to_owned()).collect();
    line(&mut out, &head, &widths);
    let rule: Vec<String> = widths
        .iter()
        .map(|width| "-".repeat((*width).max(3)))
        .collect();
    line(&mut out, &rule, &widths);
    for row in rows {
        line(&mut out, row, &widths);
    }
    out
}

fn line(out: &mut String, cells: &[String], widths: &[usize]) {
    for (cell, width) in cells.iter().zip(widths) {
        // Writing into a String cannot fail.
        let _ = write!(out, "| {cell:<width$} ");
    }
    out.push_str("|\n");
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["ab".to_owned(), "c".to_owned()]];
        assert_eq!(
            table(&["x", "long"], &rows),
            "| x  | long |\n| --- | ---- |\n| ab | c    |\n"
        );
    }
}
