//! Letters as files: one `.eml` a letter, for another program to take or for people to read.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lettre::Message;
use portico_graph::time::Duration;

use super::carrier::{Carrier, Carrying, Refusal};

/// A disk that takes longer is not waited for by the lease; writing the same file twice does no harm.
const LIMIT: Duration = Duration::from_seconds(30);

/// Writes to one folder, which is made when it is missing.
pub struct Folder(PathBuf);

impl Folder {
    /// This one.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }
}

impl Carrier for Folder {
    fn carry<'a>(&'a self, id: &'a str, message: &'a Message) -> Carrying<'a> {
        let (folder, id, bytes) = (self.0.clone(), id.to_owned(), message.formatted());
        Box::pin(async move {
            match tokio::task::spawn_blocking(move || write(&folder, &id, &bytes)).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(problem)) => Err(Refusal::away(format!("the folder of letters: {problem}"))),
                Err(problem) => Err(Refusal::away(problem.to_string())),
            }
        })
    }

    fn limit(&self) -> Duration {
        LIMIT
    }
}

/// Under a temporary name first, so that whoever watches the folder never sees half a letter, also not after a power cut.
fn write(folder: &Path, id: &str, bytes: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let temporary = folder.join(format!(".{id}.part"));
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&temporary, folder.join(format!("{id}.eml")))?;
    // The new name is on disk only when the folder is.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_whole_file_or_none() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        write(&folder, "a", b"first").unwrap();
        // What a crash left is overwritten, and the same letter again is the same file.
        std::fs::write(folder.join(".a.part"), "half").unwrap();
        write(&folder, "a", b"second").unwrap();
        let names: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["a.eml"]);
        assert_eq!(std::fs::read(folder.join("a.eml")).unwrap(), b"second");
    }
}
