//! Progress on a terminal; silence elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;

use guanxi::pipeline::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error when it is a terminal.
pub struct Bar {
    bar: Option<ProgressBar>,
    stage: Mutex<&'static str>,
}

impl Bar {
    /// A bar unless `quiet` or standard error is no terminal.
    pub fn new(quiet: bool) -> Bar {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(ProgressBar::new_spinner);
        Bar { bar, stage: Mutex::new("") }
    }

    /// Takes the bar away before the summary is printed.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn start(&self, stage: Stage, total: Option<u64>) {
        let name = match stage {
            Stage::Survey => "reading",
            Stage::Extract => "recognising",
            Stage::Assemble => "assembling",
            Stage::Graph => "network",
        };
        if let Ok(mut slot) = self.stage.lock() {
            *slot = name;
        }
        let Some(bar) = &self.bar else { return };
        bar.set_position(0);
        let template = match total {
            Some(total) => {
                bar.set_length(total);
                "{msg:12} {wide_bar} {pos}/{len} articles  {per_sec}  {eta} left"
            }
            None => "{msg:12} {spinner} {pos} articles  {per_sec}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(name);
    }

    fn advance(&self, articles: u64, errors: u64) {
        let Some(bar) = &self.bar else { return };
        bar.inc(articles);
        if errors > 0 {
            let stage = self.stage.lock().map(|s| *s).unwrap_or("");
            bar.set_message(format!("{stage} ({errors} errors)"));
        }
    }
}
