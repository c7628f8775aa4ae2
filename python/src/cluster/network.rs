//! Measures of edges and of the network.

use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch};
use guanxi::graph::{LayoutOptions, Network, PairCount, WindowCounts, association, backbone};
use guanxi::record::{EntityRow, EntityType};
use pyo3::prelude::*;

use crate::error::{self, arrow};
use crate::frame::{Columns, Table, import, longs};

/// Adds ``npmi, g2, disparity`` to edges.
///
/// Needs the columns ``Weight, windows_a, windows_b, windows, degree_a, degree_b, strength_a, strength_b``, all whole numbers.
#[pyfunction]
pub fn associate(py: Python<'_>, edges: &Bound<'_, PyAny>) -> PyResult<Table> {
    let batches = import(edges)?;
    py.detach(|| {
        let mut out = Vec::new();
        for batch in &batches {
            let get = |name: &str| longs(batch, name).map(|c| c.values().iter().map(|&n| n as u64).collect::<Vec<u64>>());
            let (weight, a, b, all) = (get("Weight")?, get("windows_a")?, get("windows_b")?, get("windows")?);
            let (degree_a, degree_b) = (get("degree_a")?, get("degree_b")?);
            let (strength_a, strength_b) = (get("strength_a")?, get("strength_b")?);
            let (mut npmi, mut g2, mut level) = (Vec::new(), Vec::new(), Vec::new());
            for (((((((w, a), b), n), da), db), sa), sb) in
                weight.into_iter().zip(a).zip(b).zip(all).zip(degree_a).zip(degree_b).zip(strength_a).zip(strength_b)
            {
                npmi.push(association::npmi(w, a, b, n));
                g2.push(association::log_likelihood(w, a, b, n));
                let of = |degree: u64, strength: u64| backbone::chance(degree as usize, strength as f64, w as f64);
                level.push(of(da, sa).min(of(db, sb)));
            }
            let measures = Columns::default().double("npmi", npmi).double("g2", g2).double("disparity", level).batch().map_err(arrow)?;
            let fields: Vec<_> = batch.schema().fields().iter().chain(measures.schema().fields()).cloned().collect();
            let columns = batch.columns().iter().chain(measures.columns()).cloned().collect();
            out.push(RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), columns).map_err(arrow)?);
        }
        let schema = out.first().map(RecordBatch::schema).ok_or_else(|| error::other("no rows"))?;
        Ok(Table { schema, batches: out })
    })
}

/// Measures of a network of ``nodes`` entities: ``place, degree, weighted_degree, pagerank, betweenness, community, core, component``.
///
/// ``edges`` has ``a, b, Weight``: places of the ends, from 0 in the order of ``entities.csv``.
#[pyfunction]
pub fn measure_network(py: Python<'_>, nodes: usize, edges: &Bound<'_, PyAny>) -> PyResult<Table> {
    let batches = import(edges)?;
    py.detach(|| {
        let mut pairs = Vec::new();
        for batch in &batches {
            let (a, b, weight) = (longs(batch, "a")?, longs(batch, "b")?, longs(batch, "Weight")?);
            for row in 0..batch.num_rows() {
                let at = |c: &Int64Array| usize::try_from(c.value(row)).unwrap_or(usize::MAX);
                pairs.push(PairCount { a: at(a), b: at(b), windows: weight.value(row) as u64, documents: 1, ..PairCount::default() });
            }
        }
        let blank = |i: usize| EntityRow {
            id: i.to_string(),
            label: String::new(),
            kind: EntityType::Other,
            name_zh: String::new(),
            name_en: String::new(),
            aliases: String::new(),
            iso_3166: String::new(),
            mentions: 1,
            documents: 1,
            first_published: String::new(),
            last_published: String::new(),
            degree: 0,
            weighted_degree: 0,
            pagerank: 0.0,
            betweenness: 0.0,
            community: String::new(),
            core: 0,
            component: 0,
        };
        // The picture is drawn elsewhere.
        let options = guanxi::graph::Options {
            layout: LayoutOptions { iterations: Some(0), ..LayoutOptions::default() },
            ..guanxi::graph::Options::default()
        };
        let network = Network::build_with((0..nodes).map(blank).collect(), Vec::new(), pairs, &WindowCounts::default(), &options);
        let rows: Vec<&EntityRow> = network.entity_rows().collect();
        let batch = Columns::default()
            .long("place", 0..rows.len() as u64)
            .long("degree", rows.iter().map(|r| r.degree))
            .long("weighted_degree", rows.iter().map(|r| r.weighted_degree))
            .double("pagerank", rows.iter().map(|r| r.pagerank))
            .double("betweenness", rows.iter().map(|r| r.betweenness))
            .text("community", rows.iter().map(|r| &r.community))
            .int("core", rows.iter().map(|r| r.core))
            .int("component", rows.iter().map(|r| r.component))
            .batch()
            .map_err(arrow)?;
        Ok(Table::one(batch))
    })
}
