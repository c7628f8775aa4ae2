//! Progress on a terminal, silence elsewhere; and the wish to stop.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use guanxi::pipeline::{Progress, Stage};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

/// Whether the user or the system asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// A bar on standard error when it is a terminal.
pub struct Bar {
    bar: Option<ProgressBar>,
    quiet: bool,
    stage: Mutex<&'static str>,
    /// Bytes of the input files, 0 where they are not known.
    total: AtomicU64,
    articles: AtomicU64,
    errors: AtomicU64,
}

impl Bar {
    /// A bar unless `quiet` or standard error is no terminal. From now on Ctrl-C (and a request to end, as batch
    /// systems send it) stops the run where it can go on later; a second one stops it at once.
    pub fn new(quiet: bool) -> Bar {
        // Without a handler the run stops at once, and can go on from its last shard all the same.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::SeqCst) {
                std::process::exit(i32::from(super::INTERRUPTED));
            }
            eprintln!("\nguanxi: stopping as soon as what is under way is saved; once more to stop at once");
        });
        let bar = (!quiet && std::io::stderr().is_terminal()).then(ProgressBar::new_spinner);
        Bar { bar, quiet, stage: Mutex::new(""), total: AtomicU64::new(0), articles: AtomicU64::new(0), errors: AtomicU64::new(0) }
    }

    /// Takes the bar away before the summary is printed.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn show(&self) {
        let Some(bar) = &self.bar else { return };
        let stage = self.stage.lock().map(|s| *s).unwrap_or("");
        let (articles, errors) = (self.articles.load(Ordering::Relaxed), self.errors.load(Ordering::Relaxed));
        let mut message = stage.to_owned();
        if stage == READING {
            let rate = articles as f64 / bar.elapsed().as_secs_f64().max(0.1);
            message.push_str(&format!("  {} articles ({rate:.0}/s)", HumanCount(articles)));
        }
        if errors > 0 {
            message.push_str(&format!("  {errors} errors"));
        }
        bar.set_message(message);
    }
}

/// The stage that goes by bytes.
const READING: &str = "reading";

impl Progress for Bar {
    fn start(&self, stage: Stage, total: Option<u64>) {
        let name = match stage {
            Stage::Survey => READING,
            Stage::Extract => "recognising",
            Stage::Assemble => "assembling",
            Stage::Graph => "network",
        };
        if let Ok(mut slot) = self.stage.lock() {
            *slot = name;
        }
        let Some(bar) = &self.bar else { return };
        bar.set_position(0);
        bar.reset_elapsed();
        bar.reset_eta();
        let bytes = self.total.load(Ordering::Relaxed);
        let template = match total {
            Some(total) => {
                bar.set_length(total);
                "{msg}  {wide_bar} {pos}/{len} articles  {per_sec}  {eta} left"
            }
            None if name == READING && bytes > 0 => {
                bar.set_length(bytes);
                "{msg}  {wide_bar} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left"
            }
            None if name == READING => "{spinner} {msg}  {bytes}  {bytes_per_sec}  {elapsed}",
            None => "{spinner} {msg}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        self.show();
    }

    fn advance(&self, articles: u64, errors: u64) {
        self.articles.fetch_add(articles, Ordering::Relaxed);
        self.errors.fetch_add(errors, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            if self.stage.lock().is_ok_and(|stage| *stage != READING) {
                bar.inc(articles);
            }
            self.show();
        }
    }

    fn total_bytes(&self, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
    }

    fn bytes(&self, bytes: u64) {
        if let Some(bar) = &self.bar
            && self.stage.lock().is_ok_and(|stage| *stage == READING)
        {
            bar.inc(bytes);
        }
    }

    fn note(&self, text: &str) {
        match &self.bar {
            _ if self.quiet => {}
            Some(bar) => bar.println(format!("guanxi: {text}")),
            None => eprintln!("guanxi: {text}"),
        }
    }

    fn interrupted(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
