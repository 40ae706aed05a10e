//! Clients that act one after the other for a while, as fast as they are answered.

use std::thread;
use std::time::{Duration, Instant};

/// What a load came to.
pub(crate) struct Measured {
    pub(crate) per_second: f64,
    pub(crate) median: Duration,
    pub(crate) slow: Duration,
    pub(crate) slowest: Duration,
}

/// Runs `clients` threads for a while; each makes its own act from `start` and repeats it.
pub(crate) fn measure<A>(
    clients: usize,
    length: Duration,
    start: impl Fn(usize) -> anyhow::Result<A> + Sync,
) -> anyhow::Result<Measured>
where
    A: FnMut() -> anyhow::Result<()>,
{
    let begin = Instant::now();
    let client = |number| -> anyhow::Result<Vec<Duration>> {
        let mut act = start(number)?;
        let mut times = Vec::new();
        while begin.elapsed() < length {
            let before = Instant::now();
            act()?;
            times.push(before.elapsed());
        }
        Ok(times)
    };
    let times = thread::scope(|scope| {
        let client = &client;
        let running: Vec<_> = (0..clients)
            .map(|number| scope.spawn(move || client(number)))
            .collect();
        let mut times = Vec::new();
        for handle in running {
            times.extend(
                handle
                    .join()
                    .map_err(|_| anyhow::anyhow!("a client panicked"))??,
            );
        }
        anyhow::Ok(times)
    })?;
    let elapsed = begin.elapsed();
    summary(elapsed, times)
}

/// What the times of single acts come to, in a while.
pub(crate) fn summary(elapsed: Duration, mut times: Vec<Duration>) -> anyhow::Result<Measured> {
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get(times.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    let count = u32::try_from(times.len())?;
    Ok(Measured {
        per_second: f64::from(count) / elapsed.as_secs_f64(),
        median: at(50),
        slow: at(99),
        slowest: times.last().copied().unwrap_or_default(),
    })
}

/// The middle one of several rounds.
pub(crate) fn middle(mut rounds: Vec<Measured>) -> anyhow::Result<Measured> {
    rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    let middle = rounds.len() / 2;
    rounds
        .into_iter()
        .nth(middle)
        .ok_or_else(|| anyhow::anyhow!("no round was run"))
}
