//! The plots, as SVG that is read in light and in dark.

use std::error::Error;

use plotters::prelude::*;

use crate::scenario::{END, HOUR};
use crate::tally::{BEGIN, Tally};

const SIZE: (u32, u32) = (760, 300);
const TEXT: RGBColor = RGBColor(36, 41, 47);
const AXIS: RGBColor = RGBColor(140, 149, 159);
const GRID: RGBColor = RGBColor(216, 222, 228);
const SHIPPED: RGBColor = RGBColor(9, 105, 218);
const FORMER: RGBColor = RGBColor(191, 135, 0);
const LIMIT: RGBColor = RGBColor(207, 34, 46);

/// What these colours are in the dark: of texts, and of lines.
const IN_THE_DARK: [(RGBColor, &str); 6] = [
    (TEXT, "#e6edf3"),
    (AXIS, "#656c76"),
    (GRID, "#30363d"),
    (SHIPPED, "#4493f8"),
    (FORMER, "#d29922"),
    (LIMIT, "#f85149"),
];

/// A line: its name, its colour, and its points by the hour of the day.
struct Line {
    name: &'static str,
    color: RGBColor,
    points: Vec<(f64, f64)>,
}

type Drawn = Result<String, Box<dyn Error>>;

/// Calls a second, with the limit of a company.
pub fn calls(shipped: &Tally, former: &Tally, limit: usize) -> Drawn {
    let lines = [
        Line { name: "formerly", color: FORMER, points: each_minute(&former.calls) },
        Line { name: "shipped", color: SHIPPED, points: each_minute(&shipped.calls) },
        limit_of_a_company(limit),
    ];
    chart("calls a second", &lines)
}

/// Calls a second, and those of them that renew seats.
pub fn renewals(shipped: &Tally, limit: usize) -> Drawn {
    let lines = [
        Line { name: "all", color: SHIPPED, points: each_minute(&shipped.calls) },
        Line { name: "renewals of seats", color: FORMER, points: each_minute(&shipped.renewals) },
        limit_of_a_company(limit),
    ];
    chart("calls a second", &lines)
}

/// Of calls a minute, drawn as calls a second.
fn limit_of_a_company(limit: usize) -> Line {
    let limit = limit as f64 / 60.0;
    let points = vec![(hour(BEGIN), limit), (hour(END), limit)];
    Line { name: "limit of a company", color: LIMIT, points }
}

/// Refusals for a limit, a second.
pub fn refusals(shipped: &Tally, former: &Tally) -> Drawn {
    let lines = [
        Line { name: "formerly", color: FORMER, points: each_minute(&former.limited) },
        Line { name: "shipped", color: SHIPPED, points: each_minute(&shipped.limited) },
    ];
    chart("refusals a second", &lines)
}

/// The ages of answers, in hours.
pub fn ages(shipped: &Tally, former: &Tally) -> Drawn {
    let lines = [
        Line { name: "99 % formerly", color: FORMER, points: looks(former) },
        Line { name: "99 % shipped", color: SHIPPED, points: looks(shipped) },
    ];
    chart("age of an answer, hours", &lines)
}

fn looks(tally: &Tally) -> Vec<(f64, f64)> {
    tally.looks.iter().map(|look| (hour(look.at), f64::from(look.most) / 60.0)).collect()
}

fn hour(ms: u32) -> f64 {
    f64::from(ms) / f64::from(HOUR)
}

/// The mean of each minute.
fn each_minute(seconds: &[u32]) -> Vec<(f64, f64)> {
    let minutes = seconds.chunks(60).enumerate();
    let point = |(minute, counts): (usize, &[u32])| {
        (hour(BEGIN) + minute as f64 / 60.0, f64::from(counts.iter().sum::<u32>()) / 60.0)
    };
    minutes.map(point).collect()
}

fn chart(title: &str, lines: &[Line]) -> Drawn {
    let highest = lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let top = highest.fold(1.0, f64::max) * 1.1;
    let mut svg = String::new();
    draw(&mut svg, title, lines, top)?;
    Ok(in_both_lights(&svg))
}

fn draw(svg: &mut String, title: &str, lines: &[Line], top: f64) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let font = |size: i32| ("sans-serif", size).into_font().color(&TEXT);
    let mut chart = ChartBuilder::on(&area)
        .margin(10)
        .margin_right(24)
        .caption(title, font(14))
        .x_label_area_size(24)
        .y_label_area_size(48)
        .build_cartesian_2d(hour(BEGIN)..hour(END), 0.0..top)?;
    chart
        .configure_mesh()
        .axis_style(AXIS)
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .label_style(font(12))
        .x_labels(12)
        .y_label_formatter(&|value| format!("{value}"))
        .x_label_formatter(&|hour| format!("{}:{:02}", hour.trunc(), (hour.fract() * 60.0).round()))
        .draw()?;
    for Line { name, color, points } in lines {
        let color = *color;
        chart
            .draw_series(LineSeries::new(points.iter().copied(), color.stroke_width(2)))?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(font(12))
        .draw()?;
    area.present()?;
    Ok(())
}

/// The colours are replaced where the reader has a dark page.
fn in_both_lights(svg: &str) -> String {
    let hex = |RGBColor(r, g, b): RGBColor| format!("#{r:02X}{g:02X}{b:02X}");
    let rules = IN_THE_DARK.map(|(light, dark)| {
        let light = hex(light);
        format!(
            "[fill=\"{light}\"] {{ fill: {dark}; }} [stroke=\"{light}\"] {{ stroke: {dark}; }}\n"
        )
    });
    let style = format!(
        "\n<style>\ntext {{ font-family: system-ui, sans-serif; }}\n@media (prefers-color-scheme: dark) {{\n{}}}\n</style>",
        rules.concat()
    );
    let (head, body) = svg.split_once('>').unwrap_or((svg, ""));
    format!("{head}>{style}{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_one_for_a_dark_page() {
        let tally = Tally::default();
        let svg = calls(&tally, &tally, 60).unwrap();
        let (_, drawn) = svg.split_once("</style>").unwrap();
        let used = drawn.split("=\"#").skip(1).map(|rest| &rest[..6]);
        let light: Vec<_> =
            used.filter(|hex| !svg.contains(&format!("[fill=\"#{hex}\"]"))).collect();
        assert!(light.is_empty() && drawn.contains("<polyline"), "{light:?}");
    }
}
