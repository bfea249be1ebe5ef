//! The real program, asked over real connections.

mod client;
mod content_faults;
mod control;
mod idp;
mod life;
mod oauth;
mod process;
mod services;
mod startup;
mod wire_faults;
