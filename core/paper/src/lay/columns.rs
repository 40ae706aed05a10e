//! Lines side by side: the rows of tables and of labelled values.

use crate::ink::Strip;
use crate::lay::{Setting, line_marks};
use crate::tree::Node;
use crate::wrap::Line;

/// Above this, a row is divided between pages rather than moved whole.
const LINES_WHOLE: usize = 14;

/// The lines of one cell, from the top.
pub(crate) struct Stack {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) right: bool,
    pub(crate) lines: Vec<Line>,
}

/// How a line of a row is set; the same for all cells, so that lines stand beside each other.
#[derive(Clone, Copy)]
pub(crate) struct Leading {
    pub(crate) size: f32,
    pub(crate) height: f32,
}

/// A row laid out: strips, and for each cell the structure of each of its lines.
pub(crate) struct Row {
    pub(crate) strips: Vec<Strip>,
    pub(crate) nodes: Vec<Vec<Vec<Node>>>,
}

/// Lays a row. A short one is one strip and set cell by cell; a long one is a strip a line, of
/// which the first two and the last two stay together.
pub(crate) fn row(
    stacks: &[Stack],
    leading: impl Fn(usize) -> Leading,
    padding: (f32, f32),
    setting: &mut Setting<'_>,
) -> Row {
    let count = stacks
        .iter()
        .map(|stack| stack.lines.len())
        .max()
        .unwrap_or(0);
    let is_divided = count > LINES_WHOLE;
    let above = |index: usize| -> f32 {
        if is_divided {
            return if index == 0 { padding.0 } else { 0.0 };
        }
        let lines: f32 = (0..index).map(|index| leading(index).height).sum();
        padding.0 + lines
    };
    let mut strips = vec![Strip::default(); if is_divided { count } else { 1 }];
    let mut nodes = Vec::new();
    for stack in stacks {
        let mut of_stack = Vec::new();
        for (index, line) in stack.lines.iter().enumerate() {
            let Leading { size, height } = leading(index);
            let x = if stack.right {
                stack.x + stack.width - line.width
            } else {
                stack.x
            };
            let baseline = above(index) + 0.5 * height + 0.34 * size;
            let (marks, structure) = line_marks(line, x, baseline, size, &mut setting.slots);
            if let Some(strip) = strips.get_mut(if is_divided { index } else { 0 }) {
                strip.marks.extend(marks);
            }
            of_stack.push(structure);
        }
        nodes.push(of_stack);
    }
    let last = strips.len() - 1;
    for (index, strip) in strips.iter_mut().enumerate() {
        let lines = if is_divided {
            leading(index).height + above(index)
        } else {
            above(count)
        };
        strip.height = lines + if index == last { padding.1 } else { 0.0 };
        strip.keep = index < last && (index == 0 || index + 1 == last);
    }
    Row { strips, nodes }
}
