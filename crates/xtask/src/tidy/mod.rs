//! Hygiene of the repository as a test: what a reviewer would otherwise have to look for.

mod dependencies;
mod links;
mod locales;
mod marks;
mod names;
mod pins;
mod sizes;
mod tree;

use anyhow::{Result, bail};

use crate::project::Project;
use tree::Tree;

struct Check {
    name: &'static str,
    /// Every problem as one line that begins with the place.
    run: fn(&Project, &Tree) -> Result<Vec<String>>,
}

const CHECKS: &[Check] = &[
    Check {
        name: "sizes",
        run: |_, tree| Ok(sizes::check(tree)),
    },
    Check {
        name: "names",
        run: |_, tree| Ok(names::check(tree)),
    },
    Check {
        name: "marks",
        run: |_, tree| Ok(marks::check(tree)),
    },
    Check {
        name: "links",
        run: |_, tree| Ok(links::check(tree)),
    },
    Check {
        name: "locales",
        run: |_, tree| locales::check(tree),
    },
    Check {
        name: "pins",
        run: |project, _| pins::check(project),
    },
    Check {
        name: "dependencies",
        run: |project, _| dependencies::check(project),
    },
];

pub fn run(project: &Project) -> Result<()> {
    let tree = Tree::read(project)?;
    let mut count = 0;
    for check in CHECKS {
        for problem in (check.run)(project, &tree)? {
            println!("  {}: {problem}", check.name);
            count += 1;
        }
    }
    println!("  {}", sizes::sentence(&tree));
    if count > 0 {
        bail!("{count} things to tidy");
    }
    Ok(())
}
