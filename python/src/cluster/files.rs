//! What goes into the files of an output folder: lines of CSV, and the dictionaries that `run.json` lists.

use std::path::PathBuf;

use arrow_array::{Array, BooleanArray, Float64Array, Int32Array, Int64Array, StringArray};
use arrow_schema::DataType;
use guanxi::export::number;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::bundle::Chosen;
use crate::error;
use crate::frame::import;

/// Rows as lines of CSV, written as the tables of an output folder are; ``header`` writes the names of the columns first.
#[pyfunction]
#[pyo3(signature = (rows, header=false))]
pub fn csv_lines<'py>(py: Python<'py>, rows: &Bound<'py, PyAny>, header: bool) -> PyResult<Bound<'py, PyBytes>> {
    let batches = import(rows)?;
    let bytes = py.detach(|| -> PyResult<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let mut first = header;
        let mut cell = String::new();
        for batch in &batches {
            if std::mem::take(&mut first) {
                writer.write_record(batch.schema().fields().iter().map(|f| f.name())).map_err(error::other)?;
            }
            for row in 0..batch.num_rows() {
                for column in batch.columns() {
                    cell.clear();
                    write_cell(column.as_ref(), row, &mut cell)?;
                    writer.write_field(&cell).map_err(error::other)?;
                }
                writer.write_record(None::<&[u8]>).map_err(error::other)?;
            }
        }
        writer.into_inner().map_err(error::other)
    })?;
    Ok(PyBytes::new(py, &bytes))
}

fn write_cell(column: &dyn Array, row: usize, out: &mut String) -> PyResult<()> {
    use std::fmt::Write;
    if column.is_null(row) {
        return Ok(());
    }
    let any = column.as_any();
    match column.data_type() {
        DataType::Utf8 => any.downcast_ref::<StringArray>().into_iter().for_each(|a| out.push_str(a.value(row))),
        DataType::Int32 => any.downcast_ref::<Int32Array>().into_iter().for_each(|a| {
            let _ = write!(out, "{}", a.value(row));
        }),
        DataType::Int64 => any.downcast_ref::<Int64Array>().into_iter().for_each(|a| {
            let _ = write!(out, "{}", a.value(row));
        }),
        DataType::Float64 => any.downcast_ref::<Float64Array>().into_iter().for_each(|a| number::push(out, a.value(row))),
        DataType::Boolean => {
            any.downcast_ref::<BooleanArray>().into_iter().for_each(|a| out.push_str(if a.value(row) { "true" } else { "false" }))
        }
        other => return Err(error::other(format!("a column of type {other} has no place in a CSV"))),
    }
    Ok(())
}

/// The dictionaries that options name, as ``run.json`` lists them.
#[pyfunction]
#[pyo3(signature = (dictionaries=None, no_builtin=false))]
pub fn dictionary_digests(dictionaries: Option<PathBuf>, no_builtin: bool) -> PyResult<String> {
    let chosen = Chosen::new(dictionaries, no_builtin, "builtin")?;
    serde_json::to_string(&chosen.sources().digests()).map_err(error::other)
}
