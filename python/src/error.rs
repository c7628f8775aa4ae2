//! Errors as Python exceptions.

use guanxi::dictionary::DictionaryError as DictionaryFailure;
use guanxi::pipeline::PipelineError;
use guanxi::read::ReadError;
use guanxi::recognise::model::ModelError;
use pyo3::PyErr;
use pyo3::exceptions::{PyException, PyKeyboardInterrupt};

pyo3::create_exception!(guanxi, GuanxiError, PyException, "What guanxi could not do. The base of all its exceptions.");
pyo3::create_exception!(guanxi, InputError, GuanxiError, "An input that cannot be read at all, or that holds no article.");
pyo3::create_exception!(guanxi, DictionaryError, GuanxiError, "A dictionary, model or curation that cannot be used.");
pyo3::create_exception!(guanxi, OutputError, GuanxiError, "An output folder that cannot be written or read.");
pyo3::create_exception!(
    guanxi,
    MismatchError,
    GuanxiError,
    "Resources made with another version of guanxi or other dictionaries than those in force here."
);

/// The exception for a run that cannot go on.
pub fn pipeline(error: PipelineError) -> PyErr {
    let message = error.to_string();
    match error {
        PipelineError::Interrupted => PyKeyboardInterrupt::new_err(message),
        PipelineError::Read(_) | PipelineError::Nothing { .. } => InputError::new_err(message),
        PipelineError::Dictionary(_) | PipelineError::Model(_) | PipelineError::Curation(_) => DictionaryError::new_err(message),
        PipelineError::Mixed { .. } => MismatchError::new_err(message),
        _ => OutputError::new_err(message),
    }
}

/// The exception for a dictionary.
pub fn dictionary(error: DictionaryFailure) -> PyErr {
    DictionaryError::new_err(error.to_string())
}

/// The exception for a model.
pub fn model(error: ModelError) -> PyErr {
    DictionaryError::new_err(error.to_string())
}

/// The exception for inputs or reading options.
pub fn read(error: ReadError) -> PyErr {
    InputError::new_err(error.to_string())
}

/// The exception for Arrow data that cannot be made or taken.
pub fn arrow(error: arrow_schema::ArrowError) -> PyErr {
    GuanxiError::new_err(format!("Arrow data: {error}"))
}

/// The exception for anything else.
pub fn other(message: impl std::fmt::Display) -> PyErr {
    GuanxiError::new_err(message.to_string())
}
