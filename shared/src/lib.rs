//! DTOs.
