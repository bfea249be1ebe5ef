//! `lsagent-fleet DOCS [SEED]`: lets all mornings go by, by the shipped and by the former rules, writes the plots and the
//! table into a folder, and fails if the shipped rules miss what must hold.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, thread};

use lsagent_fleet::plot;
use lsagent_fleet::run::run;
use lsagent_fleet::scenario::{Manners, Scenario};
use lsagent_fleet::table::{put_into, table};
use lsagent_fleet::tally::Tally;
use lsagent_fleet::verdict::misses;

const SEED: u64 = 9;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let docs = arguments.next().ok_or("usage: lsagent-fleet DOCS [SEED]")?;
    let seed = arguments.next().map_or(Ok(SEED), |seed| seed.parse())?;
    let runs: Vec<_> =
        Scenario::all(1).into_iter().flat_map(|shipped| both(shipped, seed)).collect();
    let table = table(&runs);
    print!("{table}");
    write(Path::new(&docs), &runs, &table)?;
    let shipped = runs.iter().step_by(2);
    let missed: Vec<_> = shipped
        .flat_map(|(scenario, tally)| {
            misses(scenario, tally).into_iter().map(|miss| format!("{}: {miss}", scenario.name))
        })
        .collect();
    missed.iter().for_each(|miss| eprintln!("{miss}"));
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// By the shipped rules and by the former ones, side by side.
fn both(shipped: Scenario, seed: u64) -> [(Scenario, Tally); 2] {
    let former = shipped.clone().by(Manners::FORMER);
    thread::scope(|scope| {
        let running = scope.spawn(|| run(&former, seed));
        let tally = run(&shipped, seed);
        let former_tally = running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        [(shipped.clone(), tally), (former.clone(), former_tally)]
    })
}

fn write(docs: &Path, runs: &[(Scenario, Tally)], table: &str) -> Result<(), Box<dyn Error>> {
    let [(nine, shipped), (_, former), (_, outage), (_, outage_formerly), (_, seats), _] = runs
    else {
        return Err("six runs are drawn".into());
    };
    let limit = nine.limits.company;
    for (name, plot) in [
        ("fleet-calls", plot::calls(shipped, former, limit)?),
        ("fleet-refusals", plot::refusals(shipped, former)?),
        ("fleet-ages", plot::ages(shipped, former)?),
        ("fleet-outage", plot::calls(outage, outage_formerly, limit)?),
        ("fleet-outage-ages", plot::ages(outage, outage_formerly)?),
        ("fleet-seats", plot::renewals(seats, limit)?),
    ] {
        fs::write(docs.join(name).with_extension("svg"), plot)?;
    }
    let path = docs.join("fleet.md");
    let guide =
        put_into(&fs::read_to_string(&path)?, table).ok_or("fleet.md has no place for it")?;
    fs::write(path, guide)?;
    Ok(())
}
