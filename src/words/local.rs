//! The calendar of the person who reads: the profile's zone before the browser's, spelt by the browser's own `Intl` data.

use super::calendar::{Calendar, Day, Form, Wall};
use portico_graph::time::Instant;
use std::cell::RefCell;
use std::rc::Rc;

/// The calendar of one zone. Formatters are costly to make, so each is made once.
pub struct Local {
    zone: String,
    #[cfg(target_arch = "wasm32")]
    made: RefCell<Vec<(Option<Form>, js_sys::Function)>>,
}

thread_local! {
    static LAST: RefCell<Option<(Option<String>, Rc<Local>)>> = const { RefCell::new(None) };
}

impl Local {
    /// The calendar of a named zone, or of the browser's own; the same one as long as the same zone is asked for.
    pub fn of(zone: Option<&str>) -> Rc<Self> {
        LAST.with_borrow_mut(|last| match last {
            Some((known, calendar)) if known.as_deref() == zone => Rc::clone(calendar),
            _ => {
                let calendar = Rc::new(Self::new(zone));
                *last = Some((zone.map(str::to_owned), Rc::clone(&calendar)));
                calendar
            }
        })
    }
}

#[cfg(target_arch = "wasm32")]
mod intl {
    use super::super::calendar::Form;
    use super::Local;
    use js_sys::{Array, Date, Function, Intl, Object, Reflect};
    use portico_graph::time::Instant;
    use wasm_bindgen::JsValue;

    impl Local {
        /// The calendar of a named zone; a name that the browser does not know falls back to the browser's own zone.
        pub(super) fn new(zone: Option<&str>) -> Self {
            let known = zone.filter(|zone| maker("en-GB", &[], Some(zone)).is_some());
            let zone = known.map_or_else(browser_zone, str::to_owned);
            Self {
                zone,
                made: std::cell::RefCell::default(),
            }
        }

        /// Formats with the formatter of a form, or with the plain digits of the wall clock for `None`.
        pub(super) fn format(&self, at: Instant, form: Option<Form>) -> String {
            let found = self
                .made
                .borrow()
                .iter()
                .find(|(made, _)| *made == form)
                .map(|(_, write)| write.clone());
            let write = found.or_else(|| {
                let tag = if form.is_some() {
                    super::super::locale::current().intl_tag()
                } else {
                    "en-GB"
                };
                let write = maker(tag, form.map_or(DIGITS, options), Some(&self.zone))?;
                self.made.borrow_mut().push((form, write.clone()));
                Some(write)
            });
            let date = Date::new(&JsValue::from_f64(milliseconds(at)));
            write
                .and_then(|write| write.call1(&JsValue::UNDEFINED, &date).ok())
                .and_then(|text| text.as_string())
                .unwrap_or_default()
        }
    }

    const DIGITS: &[(&str, &str)] = &[
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
        ("hourCycle", "h23"),
    ];

    fn options(form: Form) -> &'static [(&'static str, &'static str)] {
        match form {
            Form::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
            Form::Weekday => &[("weekday", "long")],
            Form::WeekdayDate => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Form::WeekdayDateYear => &[
                ("weekday", "long"),
                ("day", "numeric"),
                ("month", "long"),
                ("year", "numeric"),
            ],
            Form::Date => &[("day", "numeric"), ("month", "long")],
            Form::DateYear => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
            Form::ShortDay => &[("weekday", "short"), ("day", "numeric"), ("month", "short")],
            Form::ShortDayYear => &[
                ("weekday", "short"),
                ("day", "numeric"),
                ("month", "short"),
                ("year", "numeric"),
            ],
            Form::Month => &[("month", "short")],
            Form::Full => &[("dateStyle", "full"), ("timeStyle", "long")],
            Form::Zone => &[("timeZoneName", "short"), ("hour", "2-digit")],
        }
    }

    /// The bound `format` of a new `Intl.DateTimeFormat`; `None` when the browser refuses the options, as it does an unknown zone.
    fn maker(tag: &str, options: &[(&str, &str)], zone: Option<&str>) -> Option<Function> {
        let bag = Object::new();
        for (name, value) in options
            .iter()
            .copied()
            .chain(zone.map(|zone| ("timeZone", zone)))
        {
            Reflect::set(&bag, &name.into(), &value.into()).ok()?;
        }
        // Through `Reflect`, because the typed constructor does not catch the exception that an unknown zone throws.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.into();
        let format = Reflect::construct(&class, &Array::of2(&tag.into(), &bag)).ok()?;
        Some(Reflect::get(&format, &"format".into()).ok()?.into())
    }

    fn browser_zone() -> String {
        let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
        Reflect::get(&format.resolved_options(), &"timeZone".into())
            .ok()
            .and_then(|zone| zone.as_string())
            .unwrap_or_else(|| "UTC".to_owned())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of the years 0 to 9999 are far below 2^53 even in milliseconds"
    )]
    fn milliseconds(at: Instant) -> f64 {
        at.unix() as f64 * 1000.0
    }
}

#[cfg(target_arch = "wasm32")]
impl Calendar for Local {
    fn wall(&self, at: Instant) -> Wall {
        // `24/11/2026, 13:52:08`: only the digits count, so the separators may be what they like.
        let text = self.format(at, None);
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse::<i64>().ok());
        let mut next = || numbers.next().unwrap_or_default();
        let (day, month, year, hour, minute, second) =
            (next(), next(), next(), next(), next(), next());
        let civil = u32::try_from(month).ok().zip(u32::try_from(day).ok());
        let day = civil.and_then(|(month, day)| Day::from_civil(year, month, day));
        Wall {
            day: day.unwrap_or(Day(at.unix().div_euclid(86_400))),
            second: hour * 3600 + minute * 60 + second,
        }
    }

    fn print(&self, at: Instant, form: Form) -> String {
        let text = self.format(at, Some(form));
        if form == Form::Zone {
            // The hour had to be asked for to get the zone: "13 CET".
            return text
                .split_whitespace()
                .last()
                .unwrap_or_default()
                .to_owned();
        }
        text
    }

    fn zone(&self) -> String {
        self.zone.clone()
    }
}

/// On the host there is no browser to ask: every zone is UTC, spelt as ISO 8601.
#[cfg(not(target_arch = "wasm32"))]
impl Local {
    fn new(zone: Option<&str>) -> Self {
        Self {
            zone: zone.unwrap_or("UTC").to_owned(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Calendar for Local {
    fn wall(&self, at: Instant) -> Wall {
        Wall {
            day: Day(at.unix().div_euclid(86_400)),
            second: at.unix().rem_euclid(86_400),
        }
    }

    fn print(&self, at: Instant, _: Form) -> String {
        at.to_string()
    }

    fn zone(&self) -> String {
        self.zone.clone()
    }
}
