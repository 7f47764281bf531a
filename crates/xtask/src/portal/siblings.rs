//! `name.br` and `name.gz` beside every file, at the highest quality, so that the server never compresses the portal itself.

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What one file weighs, in bytes.
pub struct Weighed {
    /// Named from `dist`.
    pub file: PathBuf,
    pub plain: u64,
    /// What a browser loads: the brotli sibling, or the file itself where compression gains nothing.
    pub brotli: u64,
}

const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;

pub fn is_sibling(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "br" || extension == "gz")
}

/// Writes both siblings of every file, where they are smaller than the file.
pub fn write(dist: &Path, files: &[PathBuf]) -> Result<Vec<Weighed>> {
    files
        .iter()
        .map(|file| {
            let plain = std::fs::read(dist.join(file))?;
            let brotli = brotli(&plain)?;
            keep_if_smaller(dist, file, "br", &plain, &brotli)?;
            keep_if_smaller(dist, file, "gz", &plain, &gzip(&plain)?)?;
            Ok(Weighed {
                file: file.clone(),
                plain: plain.len() as u64,
                brotli: plain.len().min(brotli.len()) as u64,
            })
        })
        .collect()
}

fn keep_if_smaller(
    dist: &Path,
    file: &Path,
    extension: &str,
    plain: &[u8],
    packed: &[u8],
) -> Result<()> {
    let mut name = dist.join(file).into_os_string();
    name.push(".");
    name.push(extension);
    if packed.len() < plain.len() {
        std::fs::write(name, packed)?;
    }
    Ok(())
}

fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: plain.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_forms_unpack_to_the_same_bytes() {
        let plain = b"a door, a door, a door, and a key".repeat(40);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&plain).unwrap()[..], &mut back).unwrap();
        assert_eq!(back, plain);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&plain).unwrap()[..])
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, plain);
    }

    #[test]
    fn knows_its_own_files() {
        assert!(is_sibling(Path::new("portal.wasm.br")));
        assert!(!is_sibling(Path::new("boot.js")));
    }
}
