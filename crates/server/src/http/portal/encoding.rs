//! Which of the compressed siblings a browser takes.

use axum::http::{HeaderMap, header};

/// A coding the build writes beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coding {
    /// As `Content-Encoding` names it.
    pub name: &'static str,
    /// What the file name ends with.
    pub suffix: &'static str,
}

/// Best first.
const CODINGS: [Coding; 2] = [
    Coding {
        name: "br",
        suffix: "br",
    },
    Coding {
        name: "gzip",
        suffix: "gz",
    },
];

/// The codings that `Accept-Encoding` names with a weight above zero, smallest files first.
pub fn acceptable(headers: &HeaderMap) -> impl Iterator<Item = Coding> {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    CODINGS
        .into_iter()
        .filter(move |coding| accepted.split(',').any(|one| takes(one, coding.name)))
}

fn takes(item: &str, name: &str) -> bool {
    let mut parts = item.split(';').map(str::trim);
    parts.next() == Some(name)
        && !parts.any(|parameter| {
            parameter
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn names(accept: &'static str) -> Vec<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
        acceptable(&headers).map(|coding| coding.name).collect()
    }

    #[test]
    fn brotli_comes_first_whatever_the_order() {
        assert_eq!(names("gzip, deflate, br, zstd"), ["br", "gzip"]);
    }

    #[test]
    fn a_weight_of_zero_is_a_refusal() {
        assert_eq!(names("br;q=0, gzip;q=0.5"), ["gzip"]);
        assert_eq!(names("identity"), [""; 0]);
    }
}
