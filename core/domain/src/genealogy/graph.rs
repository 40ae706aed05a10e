//! Every tie of a centre side by side, so that what was used everywhere is followed without reading
//! a row for each thing it led to.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Direction, Edge, Link, Node};

/// The ties between things, of each pair the first: what is reached depends on no other.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    things: Vec<Thing>,
    numbers: BTreeMap<Node, usize>,
    ties: Vec<Tie>,
    details: BTreeMap<String, usize>,
    detail_words: Vec<String>,
}

/// A thing with the places of its ties.
#[derive(Debug, Clone)]
struct Thing {
    node: Node,
    upstream: Vec<usize>,
    downstream: Vec<usize>,
}

/// A tie between two things, by their places.
#[derive(Debug, Clone, Copy)]
struct Tie {
    from: usize,
    to: usize,
    link: Link,
    detail: Option<usize>,
    at: Timestamp,
}

impl Tie {
    fn end(&self, direction: Direction) -> usize {
        match direction {
            Direction::Upstream => self.from,
            Direction::Downstream => self.to,
        }
    }
}

impl Graph {
    /// Takes a tie in. Of several between the same two things that of the first hour is kept, whatever
    /// order they come in.
    pub fn tie(&mut self, edge: &Edge) {
        let (from, to) = (self.number(&edge.from), self.number(&edge.to));
        let tie = Tie {
            from,
            to,
            link: edge.link,
            detail: edge.detail.as_deref().map(|words| self.detail(words)),
            at: edge.at,
        };
        let known = self.things.get(to).map_or(&[][..], |thing| &thing.upstream);
        let of_pair = |place: &&usize| self.ties.get(**place).is_some_and(|tie| tie.from == from);
        let Some(place) = known.iter().find(of_pair).copied() else {
            let place = self.ties.len();
            self.ties.push(tie);
            if let Some(thing) = self.things.get_mut(from) {
                thing.downstream.push(place);
            }
            if let Some(thing) = self.things.get_mut(to) {
                thing.upstream.push(place);
            }
            return;
        };
        let counts = self.ties.get(place).is_some_and(|known| {
            let (new, old) = (self.rank(&tie), self.rank(known));
            new < old || new == old && tie.at > known.at
        });
        if let Some(known) = self.ties.get_mut(place).filter(|_| counts) {
            *known = tie;
        }
    }

    /// What ranks the ties of a pair: the hour first, since of each hour the last is kept.
    fn rank(&self, tie: &Tie) -> (i64, &'static str, Option<&String>) {
        let detail = tie.detail.and_then(|detail| self.detail_words.get(detail));
        (tie.at.as_second().div_euclid(3600), tie.link.code(), detail)
    }

    /// Whether anything is tied to a thing.
    #[must_use]
    pub fn holds(&self, node: &Node) -> bool {
        self.numbers.contains_key(node)
    }

    /// The things from which a tie leads straight to a thing.
    pub fn causes(&self, node: &Node) -> impl Iterator<Item = &Node> {
        let place = self.numbers.get(node).copied();
        let ties = place.into_iter();
        let ties = ties.flat_map(|place| self.ties_of(place, Direction::Upstream));
        ties.filter_map(|tie| Some(&self.things.get(tie.from)?.node))
    }

    /// Everything reached from a start in one direction. Where the ties of the start are given, such
    /// as those of a window of time, no other of its ties is followed.
    #[must_use]
    pub fn trace(&self, start: &Node, direction: Direction, first: Option<Vec<Edge>>) -> Trace<'_> {
        let mut trace = Trace {
            graph: self,
            start: self.numbers.get(start).copied(),
            direction,
            distances: vec![None; self.things.len()],
            reached: Vec::new(),
            first,
        };
        trace.follow();
        trace
    }

    fn number(&mut self, node: &Node) -> usize {
        if let Some(number) = self.numbers.get(node) {
            return *number;
        }
        let number = self.things.len();
        self.numbers.insert(node.clone(), number);
        self.things.push(Thing {
            node: node.clone(),
            upstream: Vec::new(),
            downstream: Vec::new(),
        });
        number
    }

    fn detail(&mut self, words: &str) -> usize {
        if let Some(number) = self.details.get(words) {
            return *number;
        }
        let number = self.detail_words.len();
        self.details.insert(words.to_owned(), number);
        self.detail_words.push(words.to_owned());
        number
    }

    fn ties_of(&self, thing: usize, direction: Direction) -> impl Iterator<Item = &Tie> {
        let thing = self.things.get(thing);
        let places = thing.map(|thing| match direction {
            Direction::Upstream => &thing.upstream,
            Direction::Downstream => &thing.downstream,
        });
        let places = places.into_iter().flatten();
        places.filter_map(|place| self.ties.get(*place))
    }

    fn edge(&self, tie: &Tie) -> Option<Edge> {
        let detail = tie.detail.and_then(|detail| self.detail_words.get(detail));
        Some(Edge {
            from: self.things.get(tie.from)?.node.clone(),
            to: self.things.get(tie.to)?.node.clone(),
            link: tie.link,
            detail: detail.cloned(),
            at: tie.at,
        })
    }
}

/// What a start reaches in one direction.
#[derive(Debug, Clone)]
pub struct Trace<'a> {
    graph: &'a Graph,
    start: Option<usize>,
    direction: Direction,
    /// How many ties each thing is away; none for what is not reached.
    distances: Vec<Option<u32>>,
    /// The things reached, the nearest first.
    reached: Vec<usize>,
    first: Option<Vec<Edge>>,
}

impl<'a> Trace<'a> {
    /// Each thing that is reached, once, with how many ties it is away; the nearest first.
    pub fn reached(&self) -> impl Iterator<Item = (&'a Node, u32)> {
        self.reached.iter().filter_map(|place| {
            let thing = self.graph.things.get(*place)?;
            Some((&thing.node, self.distance(*place)?))
        })
    }

    /// Whether a thing is reached.
    #[must_use]
    pub fn reaches(&self, node: &Node) -> bool {
        let place = self.graph.numbers.get(node);
        place.is_some_and(|place| self.distance(*place).is_some_and(|far| far > 0))
    }

    /// The ties of a shortest way from the start to a thing; empty if it was not reached. Of several
    /// it is the one over the things whose names sort first.
    #[must_use]
    pub fn way(&self, node: &Node) -> Vec<Edge> {
        let mut way = Vec::new();
        let mut at = self.graph.numbers.get(node).copied();
        while let Some(place) = at {
            let Some(step) = self.distance(place).and_then(|far| far.checked_sub(1)) else {
                break;
            };
            let given = self.first.as_deref().filter(|_| step == 0);
            let (edge, before) = match given {
                Some(first) => {
                    let thing = self.graph.things.get(place);
                    let of = |edge: &&Edge| {
                        thing.is_some_and(|thing| edge.end(self.direction) == &thing.node)
                    };
                    (first.iter().find(of).cloned(), self.start)
                }
                None => {
                    let back = self.direction.back();
                    let ties = self.graph.ties_of(place, back);
                    let ties = ties.filter(|tie| self.distance(tie.end(back)) == Some(step));
                    let named = |tie: &&Tie| self.graph.things.get(tie.end(back)).map(|t| &t.node);
                    let tie = ties.min_by_key(named);
                    let edge = tie.and_then(|tie| self.graph.edge(tie));
                    (edge, tie.map(|tie| tie.end(back)))
                }
            };
            way.extend(edge);
            at = before;
        }
        way.reverse();
        way
    }

    fn distance(&self, place: usize) -> Option<u32> {
        self.distances.get(place).copied().flatten()
    }

    fn reach(&mut self, place: usize, distance: u32) {
        if let Some(known) = self
            .distances
            .get_mut(place)
            .filter(|known| known.is_none())
        {
            *known = Some(distance);
            self.reached.push(place);
        }
    }

    fn follow(&mut self) {
        let (graph, direction) = (self.graph, self.direction);
        let Some(start) = self.start else {
            return;
        };
        if let Some(known) = self.distances.get_mut(start) {
            *known = Some(0);
        }
        match &self.first {
            Some(first) => {
                let ends = first
                    .iter()
                    .map(|edge| graph.numbers.get(edge.end(direction)));
                let ends: Vec<_> = ends.flatten().copied().collect();
                for place in ends {
                    self.reach(place, 1);
                }
            }
            None => {
                for tie in graph.ties_of(start, direction) {
                    self.reach(tie.end(direction), 1);
                }
            }
        }
        let mut next = 0;
        while let Some(place) = self.reached.get(next).copied() {
            let distance = self.distance(place).map_or(1, |far| far.saturating_add(1));
            for tie in graph.ties_of(place, direction) {
                self.reach(tie.end(direction), distance);
            }
            next += 1;
        }
    }
}
