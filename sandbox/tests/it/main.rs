//! The real program, asked over real connections.

mod client;
mod console;
mod consumption;
mod content_faults;
mod control;
mod device;
mod floating;
mod idp;
mod life;
mod life_faults;
mod oauth;
mod offline;
mod process;
mod refusals;
mod services;
mod shapes;
mod startup;
mod wire_faults;
