//! The story language: what has happened, who does what, and what must follow.
//!
//! ```text
//! story: A wrong wristband stops the bag
//! given a fit patient for dose 1
//! when nurse-1 with nurse-2 verifies at the bedside wristband P-2
//! then refused wrong-patient
//! ```
//!
//! A `given` goes on along the course that every protocol has; a `when` is one command, good in
//! every respect but what the line says. `then` names exactly the codes, in any order.

use super::course::Point;

/// One story.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) title: String,
    pub(crate) lines: Vec<(usize, Line)>,
}

/// One line of a story.
#[derive(Debug)]
pub(crate) enum Line {
    Given {
        text: String,
        point: Point,
        dose: u16,
    },
    Protocol {
        text: String,
        without: String,
    },
    At {
        text: String,
        when: String,
    },
    When(When),
    Accepted,
    Refused(Vec<String>),
    ForEach(String),
}

/// Who does what, with what differs from the course.
#[derive(Debug)]
pub(crate) struct When {
    pub(crate) text: String,
    pub(crate) performer: String,
    pub(crate) witness: Option<String>,
    pub(crate) words: Vec<String>,
}

const POINTS: [(&str, Point); 24] = [
    ("nothing", Point::Nothing),
    ("an open treatment", Point::Opened),
    ("an evaluated patient", Point::Evaluated),
    ("an eligible patient", Point::Eligible),
    ("a consenting patient", Point::Consented),
    ("a planned treatment", Point::Planned),
    ("an ordered dose", Point::Ordered),
    ("a labelled bag", Point::Labelled),
    ("a collection", Point::Collected),
    ("a culture", Point::Cultured),
    ("a preparation", Point::Cultured),
    ("a diluted dose", Point::Grown),
    ("a grown culture", Point::Grown),
    ("a labelled product bag", Point::ProductLabelled),
    ("a harvested product", Point::Harvested),
    ("a filled product", Point::Harvested),
    ("a tested product", Point::Tested),
    ("a released product", Point::Released),
    ("a fit patient", Point::Fit),
    ("a verified bag", Point::Verified),
    ("a running infusion", Point::Infusing),
    ("an ended infusion", Point::Infused),
    ("an observed infusion", Point::Observed),
    ("a finished dose", Point::Finished),
];

/// Reads every story of a file; a line that is not of the language names its place.
pub(crate) fn parse(text: &str, file: &str) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (number, line) = (number + 1, line.trim());
        let wrong = |what: &str| -> ! { panic!("{file}:{number}: {what}: {line}") };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix("story: ") {
            let title = title.to_owned();
            stories.push(Story {
                title,
                lines: Vec::new(),
            });
            continue;
        }
        let Some(story) = stories.last_mut() else {
            wrong("a file begins with 'story: '")
        };
        let parsed = parse_line(line).unwrap_or_else(|what| wrong(&what));
        story.lines.push((number, parsed));
    }
    stories
}

fn parse_line(line: &str) -> Result<Line, String> {
    let text = line.to_owned();
    if let Some(without) = line.strip_prefix("given the protocol without ") {
        let without = without.to_owned();
        return Ok(Line::Protocol { text, without });
    }
    if let Some(given) = line.strip_prefix("given ") {
        let (words, dose) = match given.split_once(" for dose ") {
            Some((words, dose)) => (words, dose.parse().map_err(|_| "a dose is a number")?),
            None => (given, 1),
        };
        let point = POINTS.iter().find(|(name, _)| *name == words);
        let (_, point) = point.ok_or("nothing of this name can be given")?;
        return Ok(Line::Given {
            text,
            point: *point,
            dose,
        });
    }
    if let Some(when) = line.strip_prefix("at ") {
        let when = when.to_owned();
        return Ok(Line::At { text, when });
    }
    if let Some(when) = line.strip_prefix("when ") {
        return parse_when(text, when).map(Line::When);
    }
    if let Some(codes) = line.strip_prefix("then refused ") {
        let codes = codes.split(',').map(|code| code.trim().to_owned());
        return Ok(Line::Refused(codes.collect()));
    }
    if line == "then accepted" {
        return Ok(Line::Accepted);
    }
    let each = line.strip_prefix("for each ");
    each.map(|rule| Line::ForEach(rule.to_owned()))
        .ok_or("expected given, at, when, then or for each".to_owned())
}

fn parse_when(text: String, when: &str) -> Result<When, String> {
    let mut words = words(when)?.into_iter().peekable();
    let performer = words.next().ok_or("nobody does it")?;
    let witness = words
        .next_if(|word| word == "with")
        .and_then(|_| words.next());
    let words = words.collect();
    Ok(When {
        text,
        performer,
        witness,
        words,
    })
}

/// Words parted by blanks; what stands in double quotes is one word.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut parts = text.split('"');
    let mut words: Vec<String> = Vec::new();
    while let Some(plain) = parts.next() {
        words.extend(plain.split_whitespace().map(str::to_owned));
        match parts.next() {
            Some(quoted) => words.push(quoted.to_owned()),
            None => return Ok(words),
        }
    }
    Err("a quotation mark is not closed".to_owned())
}
