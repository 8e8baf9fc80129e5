//! Where a request comes from, as coarse as an attacker can change it for nothing: a /64 is one line of one customer.

use crate::app::AppState;
use crate::error::ApiError;
use actix_web::dev::Payload;
use actix_web::http::header::HeaderName;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ipnet::IpNet;
use std::fmt;
use std::future::{Ready, ready};
use std::net::IpAddr;
use std::str::FromStr;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Extractor: what attempts are counted against and the log names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    pub fn of(request: &HttpRequest) -> Self {
        let state = request.app_data::<Data<AppState>>();
        let trusted = state.map(|state| &state.config.server.trusted_proxies);
        let peer = request.peer_addr().map(|address| address.ip().to_canonical());
        let client = match (peer, trusted) {
            (Some(peer), Some(trusted)) => Some(trusted.client_behind(peer, forwarded_for(request))),
            (peer, _) => peer,
        };
        Self::of_address(client)
    }

    /// Not the network: the person at the machine itself.
    pub fn of_operator() -> Self {
        Self("operator".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of_address(address: Option<IpAddr>) -> Self {
        Self(match address {
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            None => "unknown".to_owned(),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for Origin {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The addresses in `X-Forwarded-For`, the nearest first: each proxy adds the one it was called from at the end.
fn forwarded_for(request: &HttpRequest) -> impl Iterator<Item = Option<IpAddr>> {
    let lines: Vec<_> = request.headers().get_all(FORWARDED_FOR).filter_map(|line| line.to_str().ok()).collect();
    let addresses: Vec<_> =
        lines.iter().flat_map(|line| line.split(',')).map(|text| text.trim().parse().ok()).collect();
    addresses.into_iter().rev()
}

/// The proxies whose word is taken for where a request came from: addresses and networks, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The first address on the way out that is not one of ours. What a client wrote itself stands behind that and is
    /// never reached; where a trusted proxy passed on something unreadable, the proxy is as far as we know.
    fn client_behind(&self, peer: IpAddr, forwarded: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
        let mut client = peer;
        for address in forwarded {
            if !self.trusts(client) {
                break;
            }
            let Some(address) = address else { break };
            client = address.to_canonical();
        }
        client
    }
}

impl FromStr for TrustedProxies {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(net).collect::<Option<_>>().map(Self).ok_or(())
    }
}

fn net(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let trusted: TrustedProxies = trusted.parse().unwrap();
        let forwarded = forwarded.iter().rev().map(|address| address.parse().ok());
        trusted.client_behind(peer.parse().unwrap(), forwarded).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(client("", "198.51.100.7", &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(client("10.0.0.0/8", "198.51.100.7", &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(client("10.0.0.0/8", "10.1.2.3", &["192.0.2.1"]), "192.0.2.1");
    }

    #[test]
    fn what_the_client_wrote_itself_is_never_reached() {
        assert_eq!(client("10.0.0.0/8, ::1", "10.1.2.3", &["10.9.9.9", "192.0.2.1", "10.4.4.4"]), "192.0.2.1");
        assert_eq!(client("10.0.0.0/8", "10.1.2.3", &["192.0.2.1", "nonsense"]), "10.1.2.3");
        assert_eq!(client("10.0.0.0/8", "10.1.2.3", &[]), "10.1.2.3");
    }

    #[test]
    fn a_list_with_a_fault_is_no_list() {
        assert!("10.0.0.0/8, everything".parse::<TrustedProxies>().is_err());
        assert!("10.0.0.0/40".parse::<TrustedProxies>().is_err());
    }

    #[test]
    fn a_line_of_a_customer_is_one_origin() {
        let of = |text: &str| Origin::of_address(Some(text.parse().unwrap())).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
