//! Real proxies, from the system's packages, as processes of a test's own.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// A running proxy; it ends with the test.
pub struct Daemon {
    child: Child,
    port: u16,
    log: PathBuf,
    _dir: tempfile::TempDir,
}

/// Somebody else may take a free port before the daemon does.
const TRIES: usize = 10;

impl Daemon {
    /// An HTTP proxy that lets only this user in, and only to these ports, if there are some.
    pub fn tinyproxy(user: &str, password: &str, connect_port: Option<u16>) -> Self {
        Self::start("tinyproxy", "tinyproxy-bin", |command, port, dir, log| {
            let config = dir.join("tinyproxy.conf");
            let mut text = format!(
                "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogLevel Connect\n\
                 LogFile \"{}\"\nBasicAuth {user} {password}\n",
                log.display()
            );
            if let Some(port) = connect_port {
                text += &format!("ConnectPort {port}\n");
            }
            fs::write(&config, text).unwrap();
            command.arg("-d").arg("-c").arg(config);
        })
    }

    /// A SOCKS5 proxy that lets only this user in.
    pub fn microsocks(user: &str, password: &str) -> Self {
        Self::start("microsocks", "microsocks", |command, port, _, log| {
            command
                .args(["-i", "127.0.0.1", "-p", &port.to_string()])
                .args(["-u", user, "-P", password])
                .stderr(File::create(log).unwrap());
        })
    }

    fn start(
        name: &str,
        package: &str,
        set_up: impl Fn(&mut Command, u16, &std::path::Path, &std::path::Path),
    ) -> Self {
        for _ in 0..TRIES {
            let dir = tempfile::tempdir().unwrap();
            let (port, log) = (free_port(), dir.path().join("log"));
            let mut command = Command::new(name);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            set_up(&mut command, port, dir.path(), &log);
            let child = command.spawn().unwrap_or_else(|error| {
                panic!("{name} is needed (Debian package {package}): {error}")
            });
            let mut daemon = Self { child, port, log, _dir: dir };
            if daemon.listens() {
                return daemon;
            }
        }
        panic!("{name} does not start")
    }

    /// Waits until it does, or has ended.
    fn listens(&mut self) -> bool {
        while self.child.try_wait().unwrap().is_none() {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
