//! Lease maths.
