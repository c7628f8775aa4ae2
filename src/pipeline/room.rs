//! What a run needs and what the machine has: disk and memory, looked at before the archive is read.

use std::path::Path;

use super::run::Options;
use crate::read::sizes;

/// How much larger an archive is unpacked, about.
const UNPACKED: u64 = 4;
/// Bytes on the disk for each byte of unpacked input, in tenths: the texts and results kept in `.guanxi`, and the tables and
/// graph files. Seen on three months of web pages: 1.4 and 5.5.
const DISK_TENTHS: u64 = 70;
/// Memory that every run needs: dictionaries, segmenter, model.
const BASE_MEMORY: u64 = 220 << 20;
/// Bytes of memory for each byte of unpacked input, in hundredths. Memory grows with the different names and ties of an
/// archive, and so ever more slowly; this is the rate of the first 200 MB, 34,000 articles.
const MEMORY_HUNDREDTHS: u64 = 100;
/// Memory from which on more input hardly adds any.
const MOST_MEMORY: u64 = 4 << 30;

/// What a run needs, about, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Bytes of the input files, as they lie on the disk.
    pub input: u64,
    /// Room in the output folder.
    pub disk: u64,
    /// Memory.
    pub memory: u64,
}

impl Need {
    /// Looks at the sizes of all input files, without opening any.
    pub fn of(options: &Options) -> Need {
        let (mut input, mut unpacked) = (0u64, 0u64);
        sizes(&options.inputs, &mut |path, metadata| {
            input += metadata.len();
            unpacked += metadata.len() * if is_packed(path) { UNPACKED } else { 1 };
        });
        Need::for_bytes(input, unpacked)
    }

    fn for_bytes(input: u64, unpacked: u64) -> Need {
        Need {
            input,
            disk: (unpacked / 10).saturating_mul(DISK_TENTHS),
            memory: BASE_MEMORY + (unpacked / 100).saturating_mul(MEMORY_HUNDREDTHS).min(MOST_MEMORY),
        }
    }

    /// What there is too little of, as a sentence for the user; `None` where all is well, or the system does not tell.
    pub fn warning(&self, output: &Path, free_disk: Option<u64>, free_memory: Option<u64>) -> Option<String> {
        let mut lacks = Vec::new();
        if let Some(free) = free_disk.filter(|free| *free < self.disk) {
            lacks.push(format!("about {} of disk in {}, where {} are free", size(self.disk), output.display(), size(free)));
        }
        if let Some(free) = free_memory.filter(|free| *free < self.memory) {
            lacks.push(format!("about {} of memory, of which {} are free", size(self.memory), size(free)));
        }
        if lacks.is_empty() {
            return None;
        }
        Some(format!(
            "this archive needs {}; if the run stops for want of it, what is done is kept, and the same command goes on from there",
            lacks.join(" and ")
        ))
    }
}

/// Whether a file is packed, by its name.
fn is_packed(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    matches!(extension.as_str(), "gz" | "tgz" | "zst" | "tzst" | "xz" | "txz" | "bz2" | "tbz" | "tbz2" | "zip")
}

/// A size in units that people read.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Bytes that may be written where `folder` is or will be, what it holds already among them; `None` where the system
/// does not tell.
pub fn free_disk(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|f| f.exists()).unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    Some(free(there)?.saturating_add(if folder.is_dir() { held(folder) } else { 0 }))
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let system = rustix::fs::statvfs(folder).ok()?;
    system.f_bavail.checked_mul(system.f_frsize)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

/// Bytes of the files in a folder and its working folder: a run over them writes in their place.
fn held(folder: &Path) -> u64 {
    let mut bytes = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => bytes += metadata.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}

/// Memory that may be used, in bytes: what the system has, or what this process's group is allowed, whichever is less; `None`
/// where the system does not tell.
pub fn free_memory() -> Option<u64> {
    let system = status("/proc/meminfo", "MemAvailable:");
    let number = |path: &str| std::fs::read_to_string(path).ok()?.trim().parse::<u64>().ok();
    let group = number("/sys/fs/cgroup/memory.max").map(|most| most.saturating_sub(number("/sys/fs/cgroup/memory.current").unwrap_or(0)));
    system.into_iter().chain(group).min()
}

/// The most memory that this process has had in use (resident set), in bytes; `None` where the system does not tell.
pub fn peak_memory() -> Option<u64> {
    status("/proc/self/status", "VmHWM:")
}

/// A line of one of the kernel's tables, given in kB.
fn status(path: &str, name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_told() {
        let need = Need::for_bytes(60_000_000, 240_000_000);
        assert_eq!(need.disk, 1_680_000_000);
        let out = Path::new("out");
        assert_eq!(need.warning(out, Some(need.disk), Some(need.memory)), None);
        assert_eq!(need.warning(out, None, None), None);
        let told = need.warning(out, Some(500_000_000), Some(1 << 40)).unwrap_or_default();
        assert!(told.contains("about 1.7 GB of disk in out, where 500 MB are free") && !told.contains("memory"), "{told}");
        let told = need.warning(out, Some(1), Some(1)).unwrap_or_default();
        assert!(told.contains("disk") && told.contains("memory"), "{told}");
    }

    #[test]
    fn sizes_of_inputs_are_added_up() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("news"))?;
        std::fs::write(folder.path().join("news/a.md"), [b'x'; 1000])?;
        std::fs::write(folder.path().join("news/b.tar.gz"), [b'x'; 500])?;
        let options = Options { inputs: vec![folder.path().join("news")], ..Options::default() };
        let need = Need::of(&options);
        assert_eq!(need, Need::for_bytes(1500, 1000 + 500 * UNPACKED));
        #[cfg(unix)]
        assert!(free_disk(&folder.path().join("not/yet/there")).is_some_and(|free| free > 0));
        Ok(())
    }
}
