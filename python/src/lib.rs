//! The Python module of guanxi: the same core, for notebooks and for Spark.
//!
//! Nothing is worked out here. `frame` hands data over, `article`, `extractor`, `archive`, `folder` and `graphs` are what a notebook uses,
//! `bundle` and `cluster` what `guanxi.spark` puts between its shuffles.
#![warn(missing_docs)]
#![allow(missing_docs)]

mod archive;
mod article;
mod bundle;
mod cluster;
mod error;
mod extractor;
mod folder;
mod frame;
mod graphs;

use pyo3::prelude::*;

/// As in the program: names are many short strings. For Rust's own memory alone: Python's, and that of other modules, is not touched.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule]
fn _guanxi(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("GuanxiError", py.get_type::<error::GuanxiError>())?;
    module.add("InputError", py.get_type::<error::InputError>())?;
    module.add("DictionaryError", py.get_type::<error::DictionaryError>())?;
    module.add("OutputError", py.get_type::<error::OutputError>())?;
    module.add("MismatchError", py.get_type::<error::MismatchError>())?;
    module.add_class::<article::Article>()?;
    module.add_class::<article::Document>()?;
    module.add_class::<article::Entity>()?;
    module.add_class::<article::Mention>()?;
    module.add_class::<article::Pair>()?;
    module.add_class::<article::Relation>()?;
    module.add_class::<article::Position>()?;
    module.add_class::<archive::Archive>()?;
    module.add_class::<bundle::NameTable>()?;
    module.add_class::<extractor::Extractor>()?;
    module.add_class::<extractor::Stream>()?;
    module.add_class::<frame::Table>()?;
    module.add_class::<cluster::DocumentReader>()?;
    module.add_class::<cluster::NearCopies>()?;
    module.add_class::<cluster::Worker>()?;
    module.add_function(wrap_pyfunction!(archive::read_archive, module)?)?;
    module.add_function(wrap_pyfunction!(article::tables, module)?)?;
    module.add_function(wrap_pyfunction!(folder::run_pipeline, module)?)?;
    module.add_function(wrap_pyfunction!(folder::read_table, module)?)?;
    module.add_function(wrap_pyfunction!(graphs::write_graphs, module)?)?;
    module.add_function(wrap_pyfunction!(graphs::plover_lines, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::list_inputs, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::parse_rows, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::make_id, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::survey_rows, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::settle_copies, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::extract_schema, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_names, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::associate, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::measure_network, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::csv_lines, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::dictionary_digests, module)?)?;
    Ok(())
}
