//! Record batches: columns built from rows, columns read whatever their width, and both handed over by the Arrow C interface.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Float64Array, Int32Array, Int64Array, LargeBinaryArray, LargeStringArray, ListArray,
    RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::error::arrow;

/// Columns in the making; all of one length.
#[derive(Default)]
pub struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn with(mut self, name: &str, array: ArrayRef) -> Columns {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(array);
        self
    }

    /// Text.
    pub fn text<S: AsRef<str>>(self, name: &str, values: impl IntoIterator<Item = S>) -> Columns {
        self.with(name, Arc::new(StringArray::from_iter_values(values)))
    }

    /// Text that may be missing.
    pub fn maybe_text<S: AsRef<str>>(self, name: &str, values: impl IntoIterator<Item = Option<S>>) -> Columns {
        self.with(name, Arc::new(values.into_iter().collect::<StringArray>()))
    }

    /// Numbers of 32 bits.
    pub fn int(self, name: &str, values: impl IntoIterator<Item = u32>) -> Columns {
        self.with(name, Arc::new(Int32Array::from_iter_values(values.into_iter().map(|n| i32::try_from(n).unwrap_or(i32::MAX)))))
    }

    /// Numbers of 64 bits, bit for bit: digests keep their bits, counts their value.
    pub fn long(self, name: &str, values: impl IntoIterator<Item = u64>) -> Columns {
        self.with(name, Arc::new(Int64Array::from_iter_values(values.into_iter().map(|n| n as i64))))
    }

    /// As [`Columns::long`], where some may be missing.
    pub fn maybe_long(self, name: &str, values: impl IntoIterator<Item = Option<u64>>) -> Columns {
        self.with(name, Arc::new(values.into_iter().map(|n| n.map(|n| n as i64)).collect::<Int64Array>()))
    }

    /// Numbers with a point.
    pub fn double(self, name: &str, values: impl IntoIterator<Item = f64>) -> Columns {
        self.with(name, Arc::new(Float64Array::from_iter_values(values)))
    }

    /// Truth values.
    pub fn flag(self, name: &str, values: impl IntoIterator<Item = bool>) -> Columns {
        self.with(name, Arc::new(values.into_iter().map(Some).collect::<BooleanArray>()))
    }

    /// Bytes.
    pub fn bytes<B: AsRef<[u8]>>(self, name: &str, values: impl IntoIterator<Item = B>) -> Columns {
        self.with(name, Arc::new(BinaryArray::from_iter_values(values)))
    }

    /// A list of rows for each row: `ends` says where each list ends among the rows of `inner`.
    pub fn list(self, name: &str, ends: &[usize], inner: Columns) -> Result<Columns, ArrowError> {
        let rows = inner.arrays.first().map_or(0, |a| a.len());
        let rows_of = StructArray::try_new_with_length(Fields::from(inner.fields), inner.arrays, None, rows)?;
        self.list_of(name, ends, Arc::new(rows_of))
    }

    /// A list of numbers for each row, some of which may be missing.
    pub fn longs(self, name: &str, ends: &[usize], values: impl IntoIterator<Item = Option<u64>>) -> Result<Columns, ArrowError> {
        self.list_of(name, ends, Arc::new(values.into_iter().map(|n| n.map(|n| n as i64)).collect::<Int64Array>()))
    }

    fn list_of(self, name: &str, ends: &[usize], values: ArrayRef) -> Result<Columns, ArrowError> {
        let mut offsets = Vec::with_capacity(ends.len() + 1);
        offsets.push(0i32);
        for end in ends {
            offsets.push(i32::try_from(*end).map_err(|_| ArrowError::InvalidArgumentError("too many rows in one batch".into()))?);
        }
        let field = Arc::new(Field::new("element", values.data_type().clone(), true));
        let list = ListArray::try_new(field, OffsetBuffer::new(ScalarBuffer::from(offsets)), values, None)?;
        Ok(self.with(name, Arc::new(list)))
    }

    /// The batch.
    pub fn batch(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
    }
}

/// A column of text, whatever the width of its offsets; missing values and missing columns are `None`.
pub enum Texts<'a> {
    Narrow(&'a StringArray),
    Wide(&'a LargeStringArray),
    View(&'a StringViewArray),
    Missing,
}

impl Texts<'_> {
    /// The value in a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        match self {
            Texts::Narrow(a) => a.is_valid(row).then(|| a.value(row)),
            Texts::Wide(a) => a.is_valid(row).then(|| a.value(row)),
            Texts::View(a) => a.is_valid(row).then(|| a.value(row)),
            Texts::Missing => None,
        }
    }

    /// The value in a row, or nothing.
    pub fn or_empty(&self, row: usize) -> &str {
        self.get(row).unwrap_or("")
    }
}

/// A column of text of a batch; one that is not there is all missing.
///
/// # Errors
/// A column of another type.
pub fn texts<'a>(batch: &'a RecordBatch, name: &str) -> PyResult<Texts<'a>> {
    let Some(column) = batch.column_by_name(name) else { return Ok(Texts::Missing) };
    let any = column.as_any();
    if let Some(a) = any.downcast_ref::<StringArray>() {
        return Ok(Texts::Narrow(a));
    }
    if let Some(a) = any.downcast_ref::<LargeStringArray>() {
        return Ok(Texts::Wide(a));
    }
    if let Some(a) = any.downcast_ref::<StringViewArray>() {
        return Ok(Texts::View(a));
    }
    if column.data_type() == &DataType::Null {
        return Ok(Texts::Missing);
    }
    Err(pyo3::exceptions::PyTypeError::new_err(format!("column {name} must be text, not {}", column.data_type())))
}

/// A column of a type that must be there.
///
/// # Errors
/// A column that is missing or of another type.
pub fn column<'a, A: 'static>(batch: &'a RecordBatch, name: &str) -> PyResult<&'a A> {
    let Some(column) = batch.column_by_name(name) else {
        return Err(pyo3::exceptions::PyValueError::new_err(format!("there is no column {name}")));
    };
    column
        .as_any()
        .downcast_ref::<A>()
        .ok_or_else(|| pyo3::exceptions::PyTypeError::new_err(format!("column {name} must not be of type {}", column.data_type())))
}

/// Numbers of 64 bits, which must be there and not missing.
///
/// # Errors
/// As [`column`].
pub fn longs<'a>(batch: &'a RecordBatch, name: &str) -> PyResult<&'a Int64Array> {
    column(batch, name)
}

/// A column of bytes, whatever the width of its offsets.
pub enum Blobs<'a> {
    Narrow(&'a BinaryArray),
    Wide(&'a LargeBinaryArray),
}

impl Blobs<'_> {
    /// The value in a row; nothing where it is missing.
    pub fn get(&self, row: usize) -> &[u8] {
        match self {
            Blobs::Narrow(a) if a.is_valid(row) => a.value(row),
            Blobs::Wide(a) if a.is_valid(row) => a.value(row),
            _ => &[],
        }
    }
}

/// A column of bytes.
///
/// # Errors
/// As [`column`].
pub fn blobs<'a>(batch: &'a RecordBatch, name: &str) -> PyResult<Blobs<'a>> {
    match column::<BinaryArray>(batch, name) {
        Ok(a) => Ok(Blobs::Narrow(a)),
        Err(_) => Ok(Blobs::Wide(column(batch, name)?)),
    }
}

const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";
const STREAM: &CStr = c"arrow_array_stream";

/// The batches of any object with `__arrow_c_stream__` or `__arrow_c_array__`.
///
/// # Errors
/// An object that has neither, or whose data cannot be read.
pub fn import(object: &Bound<'_, PyAny>) -> PyResult<Vec<RecordBatch>> {
    if object.hasattr("__arrow_c_stream__")? {
        let capsule = object.call_method0("__arrow_c_stream__")?;
        let capsule = capsule.cast::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: the capsule's name says what it points to (Arrow PyCapsule interface); moving the stream out leaves an empty one,
        // which the capsule's destructor lets be.
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        return RecordBatchStreamReader::try_new(stream).map_err(arrow)?.collect::<Result<_, _>>().map_err(arrow);
    }
    if !object.hasattr("__arrow_c_array__")? {
        let kind = object.get_type().name()?;
        return Err(pyo3::exceptions::PyTypeError::new_err(format!("{kind} is no Arrow data (it has no __arrow_c_stream__)")));
    }
    let pair = object.call_method0("__arrow_c_array__")?;
    let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
    let schema = schema.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    let array = array.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    // SAFETY: as above, by name; the array is moved out, the schema only read while its capsule lives.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) }.map_err(arrow)?;
    Ok(vec![RecordBatch::from(StructArray::from(data))])
}

/// Rows of a table: Arrow data, handed over without a copy.
///
/// pyarrow, polars, pandas, DuckDB and whatever else knows the Arrow PyCapsule interface take it as it is:
/// `pyarrow.table(t)`, `polars.DataFrame(t)`, `pandas.DataFrame.from_arrow(t)`.
#[pyclass(frozen, module = "guanxi")]
pub struct Table {
    pub schema: Arc<Schema>,
    pub batches: Vec<RecordBatch>,
}

impl Table {
    /// A table of one batch.
    pub fn one(batch: RecordBatch) -> Table {
        Table { schema: batch.schema(), batches: vec![batch] }
    }
}

#[pymethods]
impl Table {
    /// The data as an Arrow C stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer pass over a wish.
        drop(requested_schema);
        let reader: Box<dyn RecordBatchReader + Send> =
            Box::new(RecordBatchIterator::new(self.batches.clone().into_iter().map(Ok), self.schema.clone()));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
    }

    /// The schema as an Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        PyCapsule::new_with_value(py, FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(arrow)?, SCHEMA)
    }

    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// The table as a ``pyarrow.Table``.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// The table as a ``pandas.DataFrame``.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// The table as a ``polars.DataFrame``.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    fn __repr__(&self) -> String {
        format!("<guanxi.Table of {} rows: {}>", self.__len__(), self.column_names().join(", "))
    }
}
