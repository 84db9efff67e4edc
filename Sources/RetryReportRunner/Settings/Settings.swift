#if LiveTenant
import ArgumentParser

/// Every setting of a run, declared once: name, default, how its text is read, help. The command line, the
/// environment, the configuration file, the help and the completions are made of this table.
///
/// To add one: declare it in the file of its group and name it in the list that the file begins with, add an `@Option` or
/// `@Flag` of the same name in `RunOptions.swift`, and use it in ``RunSettings``.
enum Settings {
    /// Settings that stand together in the help.
    typealias Group = (title: String, options: [OptionDefinition])

    /// The settings in the groups and the order of the help.
    static let groups: [Group] = [reading, writing, mail, running]

    /// All settings.
    static let all = groups.flatMap(\.options)

    /// The configuration file itself, which no configuration file can name.
    static let config = Setting<SettingValue?>.text("config", "file", "A YAML file of settings.", completion: .file())
}
#endif
