//! The acts that are measured: one sealed and signed entry with the derived row it changes.

use anyhow::Context as _;
use cikada_ledger::{Draft, LogKey, PersonKey, Place, SealContext, Signature, seal, sha256};
use cikada_store::{Append, ViewChange};

pub(crate) const ORIGIN: &str = "ledger.example/bench";

pub(crate) fn example_key() -> anyhow::Result<LogKey> {
    LogKey::new(ORIGIN, &[7; 32]).context("the example key")
}

/// One client's next act in its own stream.
pub(crate) fn example_append(client: usize, version: u64) -> anyhow::Result<Append> {
    let stream = format!("treatment/{client}");
    let command = format!("{stream}/{version}");
    let person = format!("person/{client}");
    let number = sha256(command.as_bytes());
    let (nonce, _) = number
        .split_first_chunk::<24>()
        .context("a hash is longer than a nonce")?;
    let context = SealContext {
        origin: ORIGIN,
        stream: &stream,
        person: &person,
    };
    let sealed = seal(context, &PersonKey::new([9; 32]), *nonce, number, &[1; 120])?;
    let mut draft = Draft {
        sealed: Some(sealed),
        ..example_draft(&stream, &command, &[2; 160])
    };
    let place = Place {
        origin: ORIGIN,
        stream: &stream,
        stream_version: version + 1,
    };
    draft.signatures = vec![Signature::bind(
        place,
        draft.content(),
        "staff/1",
        "performed",
        "password",
        1,
    )];
    Ok(Append {
        fingerprint: number,
        expected: vec![(stream.clone(), version)],
        drafts: vec![draft],
        once: Vec::new(),
        views: vec![ViewChange::Put {
            view: "treatment".to_owned(),
            key: stream,
            body: vec![3; 200],
        }],
        answer: command.clone().into_bytes(),
        command,
    })
}

pub(crate) fn example_draft(stream: &str, command: &str, clear: &[u8]) -> Draft {
    Draft {
        stream: stream.to_owned(),
        kind: "culture-step-performed".to_owned(),
        schema: 1,
        command: command.to_owned(),
        actor: "staff/1".to_owned(),
        device: "tablet/1".to_owned(),
        occurred_at: 1_800_000_000_000,
        recorded_at: 1_800_000_000_500,
        reason: None,
        clear: clear.to_vec(),
        sealed: None,
        signatures: Vec::new(),
    }
}
