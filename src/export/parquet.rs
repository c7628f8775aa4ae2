//! Apache Parquet, for Cosmograph (points and links), DuckDB, R and pandas.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};

use super::gexf::{EventEdge, merged};
use super::style::{Labels, type_color};
use crate::graph::Network;

/// A column of required values.
enum Column {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
}

/// Writes the points: id, label, type, names, counts, measures, place, colour; `index` numbers them from 0, as links do.
pub fn write_points(network: &Network, labels: Labels, w: impl Write + Send) -> io::Result<()> {
    let nodes = || network.nodes();
    let columns = vec![
        ("index", whole((0..network.node_count()).map(|i| i as u64))),
        ("id", text(nodes().map(|n| n.row.id.clone()))),
        ("label", text(nodes().map(|n| labels.of(&n.row)))),
        ("type", text(nodes().map(|n| n.row.kind.as_str().to_owned()))),
        ("name_zh", text(nodes().map(|n| n.row.name_zh.clone()))),
        ("name_en", text(nodes().map(|n| n.row.name_en.clone()))),
        ("mentions", whole(nodes().map(|n| n.row.mentions))),
        ("documents", whole(nodes().map(|n| n.row.documents))),
        ("degree", whole(nodes().map(|n| n.row.degree))),
        ("weighted_degree", whole(nodes().map(|n| n.row.weighted_degree))),
        ("pagerank", Column::Real(nodes().map(|n| n.row.pagerank).collect())),
        ("betweenness", Column::Real(nodes().map(|n| n.row.betweenness).collect())),
        ("community", text(nodes().map(|n| n.row.community.clone()))),
        ("core", whole(nodes().map(|n| u64::from(n.row.core)))),
        ("component", whole(nodes().map(|n| u64::from(n.row.component)))),
        ("x", Column::Real(nodes().map(|n| f64::from(n.x)).collect())),
        ("y", Column::Real(nodes().map(|n| f64::from(n.y)).collect())),
        ("size", Column::Real(network.sizes().into_iter().map(f64::from).collect())),
        (
            "color",
            text(nodes().map(|n| {
                let color = type_color(n.row.kind);
                format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
            })),
        ),
        ("first_published", text(nodes().map(|n| n.row.first_published.clone()))),
        ("last_published", text(nodes().map(|n| n.row.last_published.clone()))),
    ];
    write(columns, w)
}

/// Writes the links of co-occurrence: ids and numbers of both points, weight and measures.
pub fn write_links(network: &Network, w: impl Write + Send) -> io::Result<()> {
    let (edges, rows) = (|| network.edges(), || network.edge_rows());
    let columns = vec![
        ("source", text(rows().map(|e| e.source.to_owned()))),
        ("sourceindex", whole(edges().map(|e| e.source as u64))),
        ("target", text(rows().map(|e| e.target.to_owned()))),
        ("targetindex", whole(edges().map(|e| e.target as u64))),
        ("weight", whole(edges().map(|e| e.weight))),
        ("documents", whole(edges().map(|e| e.documents))),
        ("npmi", Column::Real(edges().map(|e| e.npmi).collect())),
        ("g2", Column::Real(edges().map(|e| e.g2).collect())),
        ("disparity", Column::Real(edges().map(|e| e.disparity).collect())),
        ("first_published", text(edges().map(|e| e.first.clone()))),
        ("last_published", text(edges().map(|e| e.last.clone()))),
    ];
    write(columns, w)
}

/// Writes stated events as links: one for each subject, relation and object.
pub fn write_events(network: &Network, events: &[EventEdge], w: impl Write + Send) -> io::Result<()> {
    let merged = merged(events, network.node_count());
    let events = || merged.values();
    let id = |i: usize| network.node(i).map_or_else(String::new, |n| n.row.id.clone());
    let columns = vec![
        ("source", text(events().map(|e| id(e.source)))),
        ("sourceindex", whole(events().map(|e| e.source as u64))),
        ("target", text(events().map(|e| id(e.target)))),
        ("targetindex", whole(events().map(|e| e.target as u64))),
        ("relation", text(events().map(|e| e.relation.clone()))),
        ("weight", whole(events().map(|e| e.weight))),
        ("first_published", text(events().map(|e| e.first.clone()))),
        ("last_published", text(events().map(|e| e.last.clone()))),
    ];
    write(columns, w)
}

fn text(values: impl Iterator<Item = String>) -> Column {
    Column::Text(values.map(|value| ByteArray::from(value.into_bytes())).collect())
}

fn whole(values: impl Iterator<Item = u64>) -> Column {
    Column::Whole(values.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect())
}

/// Writes columns of one length as a file of one row group.
fn write(columns: Vec<(&str, Column)>, mut w: impl Write + Send) -> io::Result<()> {
    table(columns, &mut w).map_err(io::Error::other)?;
    w.flush()
}

fn table(columns: Vec<(&str, Column)>, w: impl Write + Send) -> Result<(), ParquetError> {
    let fields = columns
        .iter()
        .map(|(name, column)| {
            let (physical, logical) = match column {
                Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Column::Whole(_) => (Physical::INT64, None),
                Column::Real(_) => (Physical::DOUBLE, None),
            };
            let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED).with_logical_type(logical);
            Ok(Arc::new(field.build()?))
        })
        .collect::<Result<Vec<TypePtr>, ParquetError>>()?;
    let schema = Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("guanxi".to_owned()).build();
    let mut file = SerializedFileWriter::new(w, schema, Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (_, column) in &columns {
        let Some(mut writer) = group.next_column()? else { break };
        match column {
            Column::Text(values) => writer.typed::<ByteArrayType>().write_batch(values, None, None)?,
            Column::Whole(values) => writer.typed::<Int64Type>().write_batch(values, None, None)?,
            Column::Real(values) => writer.typed::<DoubleType>().write_batch(values, None, None)?,
        };
        writer.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::RowAccessor;

    use super::*;
    use crate::graph::samples;

    #[test]
    fn read_back() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let network = samples::network();
        let path = |name: &str| folder.path().join(name);
        write_points(&network, Labels::Both, std::fs::File::create(path("p"))?)?;
        write_links(&network, std::fs::File::create(path("l"))?)?;
        let stated = EventEdge { source: 0, target: 1, relation: "CONSULT".into(), weight: 2, ..EventEdge::default() };
        write_events(&network, &[stated], std::fs::File::create(path("e"))?)?;
        let points = SerializedFileReader::new(std::fs::File::open(path("p"))?)?;
        let rows: Vec<_> = points.get_row_iter(None)?.collect::<Result<_, _>>()?;
        assert_eq!(rows.len(), 6);
        assert_eq!((rows[1].get_long(0)?, rows[1].get_string(2)?.as_str()), (1, "普京 (Vladimir Putin)"));
        let links = SerializedFileReader::new(std::fs::File::open(path("l"))?)?;
        let rows: Vec<_> = links.get_row_iter(None)?.collect::<Result<_, _>>()?;
        assert_eq!((rows.len(), rows[0].get_long(1)?, rows[0].get_long(3)?, rows[0].get_long(4)?), (5, 1, 2, 31));
        let events = SerializedFileReader::new(std::fs::File::open(path("e"))?)?;
        assert_eq!(events.metadata().file_metadata().num_rows(), 1);
        Ok(())
    }
}
