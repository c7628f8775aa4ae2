//! The `guanxi` command line. Each command is one file of `cli`; its help text is its documentation.

use std::process::ExitCode;

mod cli;

/// Names are many short strings: this allocator takes about half the time of most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Milliseconds after which memory that is free goes back to the system. With the second that is usual, what one stage frees is
/// given back and, page by page, asked for again (and cleared) by the next.
const KEPT: std::ffi::c_long = 10_000;

/// `mi_option_purge_delay` in `mimalloc.h`.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

fn main() -> ExitCode {
    // SAFETY: the option is set before there is another thread, and takes any number. What MIMALLOC_PURGE_DELAY says in the
    // environment stays.
    unsafe { libmimalloc_sys::mi_option_set_default(PURGE_DELAY, KEPT) };
    cli::main()
}
