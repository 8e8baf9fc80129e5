//! actix with nothing behind it: what HTTP itself costs.

use std::net::{SocketAddr, TcpListener};

use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, rt, web};
use anyhow::Result;

/// Answers every request with `body`, for as long as the bench lives.
pub(crate) fn serve(body: Vec<u8>) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let body = Bytes::from(body);
    let server = move || {
        let body = body.clone();
        App::new().default_service(web::to(move || {
            std::future::ready(HttpResponse::Ok().content_type("application/json").body(body.clone()))
        }))
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::spawn(move || {
        rt::System::new().block_on(async move {
            HttpServer::new(server).workers(workers).disable_signals().listen(listener)?.run().await
        })
    });
    Ok(address)
}
