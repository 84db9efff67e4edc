/// A table whose numbers stand in columns and whose last column is text that wraps within itself.
struct TextTable {
    /// A row: a cell for each column of numbers, and the paragraphs of the last column.
    struct Row {
        var cells: [String]
        var texts: [String]
    }

    /// The columns' titles; the last is that of the text.
    let titles: [String]
    let rows: [Row]

    /// Writes the table with its titles.
    func write(to page: inout TextPage) {
        let numbers = titles.dropLast()
        let widths = numbers.indices.map { column in
            rows.reduce(TextWidth.of(titles[column])) { max($0, TextWidth.of($1.cells[column])) }
        }
        func start(_ cells: some Collection<String>) -> String {
            zip(cells, widths).map { cell, width in
                String(repeating: " ", count: 2 + width - TextWidth.of(cell)) + cell
            }
            .joined() + "  "
        }
        page.paragraph(titles.last ?? "", after: start(numbers))
        for row in rows {
            var before = start(row.cells)
            for text in row.texts {
                page.paragraph(text, after: before)
                before = String(repeating: " ", count: TextWidth.of(before))
            }
        }
    }
}
