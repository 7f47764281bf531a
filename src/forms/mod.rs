//! Forms: a file a form. What is typed is a draft, what is left after trimming is checked, and only what passed can be sent. The rules are
//! those of the server (`portico_governance`), so that both say the same.

pub mod decision;
pub mod example;
pub mod kept;
pub mod period;
pub mod request;
