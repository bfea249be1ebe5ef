//! Every model, in many orders of its threads. What fails prints the name of its model, and a schedule
//! that `shuttle::replay` runs again.

use lsagent_models::{closing, jobs, lines, requests, tokens};

fn hold(models: &[(&str, fn())]) {
    for (name, model) in models {
        eprintln!("model: {name}");
        model();
    }
}

#[test]
fn requests_are_shared_and_reported_once() {
    hold(requests::MODELS);
}

#[test]
fn tokens_are_fetched_once() {
    hold(tokens::MODELS);
}

#[test]
fn nothing_is_called_after_an_agent_is_closed() {
    hold(closing::MODELS);
}

#[test]
fn jobs_run_once_and_none_after_an_agent_is_closed() {
    hold(jobs::MODELS);
}

#[test]
fn no_line_comes_after_a_log_is_closed() {
    hold(lines::MODELS);
}
