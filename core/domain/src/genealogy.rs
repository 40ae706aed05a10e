//! What came of what: from a lot, a bag, a piece of equipment or a person to every batch, dose and
//! patient, and back (21 CFR 1271.290(b); Reg. (EC) 1394/2007 Art. 15).
//!
//! Every event says which things it ties together (`edges`), each tie from cause to what came of
//! it. A trace follows the ties in one direction until nothing new is reached. A person stands
//! twice, as donor and as patient: what was made with a lot leads to the patient and there it ends,
//! instead of going on into everything else that was ever collected from them.
//!
//! Reading the ties is the caller's; what a trace of their [`Graph`] reaches depends on them and on
//! nothing else.

mod edges;
mod facts;
mod graph;
mod node;

use jiff::Timestamp;

pub use edges::{facility_edges, treatment_edges};
pub use facts::{
    Fact, ProductStanding, facility_facts, product_standing, standing_words, treatment_facts,
};
pub use graph::{Graph, Trace};
pub use node::{Kind, Link, Node};

/// A tie from a cause to what came of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The cause.
    pub from: Node,
    /// What came of it.
    pub to: Node,
    /// How.
    pub link: Link,
    /// At which step or for which test, where there is one.
    pub detail: Option<String>,
    /// When it happened.
    pub at: Timestamp,
}

/// Which way a trace goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To what it came from.
    Upstream,
    /// To what came of it.
    Downstream,
}

/// The time a thing is asked about, in whole hours, both included. It bounds the ties of the start
/// alone: what an incubator spoiled last week counts, whenever it was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// From the hour of this time on; none for ever before.
    pub from: Option<Timestamp>,
    /// To the hour of this time; none for ever after.
    pub until: Option<Timestamp>,
}

impl Edge {
    /// The end a direction leads to.
    #[must_use]
    pub fn end(&self, direction: Direction) -> &Node {
        match direction {
            Direction::Upstream => &self.from,
            Direction::Downstream => &self.to,
        }
    }

    /// The tie in words, such as `added in feed`.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{} {}", self.link.words(), detail.replace('-', " ")),
            None => self.link.words().to_owned(),
        }
    }
}

impl Direction {
    /// The other way.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Upstream => Self::Downstream,
            Self::Downstream => Self::Upstream,
        }
    }
}

impl Window {
    /// Whether a time lies in it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        let hour = hour(at);
        self.from.is_none_or(|from| self::hour(from) <= hour)
            && self.until.is_none_or(|until| hour <= self::hour(until))
    }
}

/// The hour of a time, in UTC, as text that sorts by time.
#[must_use]
pub fn hour(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H").to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn node(number: u8) -> Node {
        Node::new(Kind::ALL[usize::from(number) % Kind::ALL.len()], number)
    }

    fn edge(from: u8, to: u8, minutes: i64) -> Edge {
        Edge {
            from: node(from),
            to: node(to),
            link: Link::For,
            detail: None,
            at: Timestamp::from_second(minutes * 60).unwrap(),
        }
    }

    fn graph(edges: &[Edge]) -> Graph {
        let mut graph = Graph::default();
        for edge in edges {
            graph.tie(edge);
        }
        graph
    }

    fn graph_of_reversed(edges: &[Edge]) -> Graph {
        let reversed: Vec<_> = edges.iter().rev().cloned().collect();
        graph(&reversed)
    }

    fn reached(edges: &[Edge], start: &Node, direction: Direction) -> Vec<Node> {
        let graph = graph(edges);
        let trace = graph.trace(start, direction, None);
        trace.reached().map(|(node, _)| node.clone()).collect()
    }

    fn edges() -> impl Strategy<Value = Vec<Edge>> {
        let edge = (0..12u8, 0..12u8, 0..600i64).prop_map(|(a, b, at)| edge(a, b, at));
        proptest::collection::vec(edge, 0..30)
    }

    /// What a slow second opinion reaches: every tie again and again, until nothing is new.
    fn scanned(edges: &[Edge], start: &Node, direction: Direction) -> BTreeSet<Node> {
        let mut known = BTreeSet::from([start.clone()]);
        loop {
            let before = known.len();
            for edge in edges {
                if known.contains(edge.end(direction.back())) {
                    known.insert(edge.end(direction).clone());
                }
            }
            if known.len() == before {
                known.remove(start);
                return known;
            }
        }
    }

    proptest! {
        #[test]
        fn a_trace_reaches_what_scanning_every_tie_reaches(edges in edges(), start in 0..12u8) {
            for direction in [Direction::Upstream, Direction::Downstream] {
                let reached = reached(&edges, &node(start), direction);
                let each: BTreeSet<_> = reached.iter().cloned().collect();
                prop_assert_eq!(each.len(), reached.len());
                prop_assert_eq!(&each, &scanned(&edges, &node(start), direction));
            }
        }

        #[test]
        fn upstream_and_downstream_are_each_the_inverse_of_the_other(
            edges in edges(), one in 0..12u8, other in 0..12u8,
        ) {
            let reaches =
                |from, to, direction| reached(&edges, &node(from), direction).contains(&node(to));
            prop_assert_eq!(
                reaches(one, other, Direction::Downstream),
                reaches(other, one, Direction::Upstream)
            );
        }

        #[test]
        fn a_way_leads_from_the_start_tie_by_tie_whatever_order_the_ties_came_in(
            edges in edges(), start in 0..12u8,
        ) {
            let (graph, shuffled) = (graph(&edges), graph_of_reversed(&edges));
            let trace = graph.trace(&node(start), Direction::Downstream, None);
            let other = shuffled.trace(&node(start), Direction::Downstream, None);
            for (reached, distance) in trace.reached() {
                let way = trace.way(reached);
                prop_assert_eq!(way.len(), usize::try_from(distance).unwrap());
                let names = |way: &[Edge]| -> Vec<_> {
                    way.iter().map(|edge| (edge.from.clone(), edge.to.clone())).collect()
                };
                prop_assert_eq!(names(&way), names(&other.way(reached)));
                let mut at = node(start);
                for edge in way {
                    prop_assert_eq!(&edge.from, &at);
                    at = edge.to.clone();
                }
                prop_assert_eq!(&at, reached);
            }
        }

        #[test]
        fn a_name_in_derived_rows_leads_back_to_its_thing(kind in 0..15usize, id in "\\PC{0,20}") {
            let node = Node::new(Kind::ALL[kind], id);
            prop_assert!(!node.key().contains(' '));
            prop_assert_eq!(Node::from_key(&node.key()), Some(node));
        }
    }

    #[test]
    fn the_first_tie_of_a_pair_is_told_whenever_it_was_entered() {
        for edges in [
            [edge(1, 2, 300), edge(1, 2, 30)],
            [edge(1, 2, 30), edge(1, 2, 300)],
        ] {
            let graph = graph(&edges);
            let trace = graph.trace(&node(1), Direction::Downstream, None);
            assert_eq!(trace.way(&node(2)), [edge(1, 2, 30)]);
        }
    }

    #[test]
    fn a_window_bounds_the_ties_of_the_start_alone_and_in_whole_hours() {
        let edges = [
            edge(1, 2, 30),
            edge(1, 3, 119),
            edge(3, 4, 9000),
            edge(1, 5, 120),
        ];
        let at = |minutes: i64| Some(Timestamp::from_second(minutes * 60).unwrap());
        let window = Window {
            from: at(70),
            until: at(75),
        };
        let of_start = edges.iter().filter(|edge| edge.from == node(1));
        let first: Vec<_> = of_start
            .filter(|edge| window.holds(edge.at))
            .cloned()
            .collect();
        let graph = graph(&edges);
        let trace = graph.trace(&node(1), Direction::Downstream, Some(first));
        let reached: Vec<_> = trace.reached().map(|(node, _)| node.clone()).collect();
        assert_eq!(reached, [node(3), node(4)]);
        assert_eq!(trace.way(&node(4)), [edge(1, 3, 119), edge(3, 4, 9000)]);
    }
}
