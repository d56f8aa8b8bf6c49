package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.setting.SettingChecks;
import org.borealisdb.sql.setting.SettingTable;
import org.borealisdb.sql.system.RoleInputs;

/** Turns passwords and settings into what is stored of them. Belongs to the session's task. */
final class GivenRoleInputs implements RoleInputs {
    /** A password that a client has hashed for MD5: stored as it is, and good for no login, for there is none by MD5. */
    private static final Pattern MD5 = Pattern.compile("md5[0-9a-f]{32}");

    private final Settings settings;
    private final RandomSource random;

    GivenRoleInputs(Settings settings, RandomSource random) {
        this.settings = settings;
        this.random = random;
    }

    @Override
    public String verifier(String password) {
        boolean hashed =
                MD5.matcher(password).matches() || ScramVerifier.parse(password).isPresent();
        return hashed ? password : ScramVerifier.ofPassword(password, random).format();
    }

    @Override
    public boolean isEmpty(String password) {
        return password.isEmpty()
                || ScramVerifier.parse(password)
                        .filter(verifier -> verifier.matches(""))
                        .isPresent();
    }

    @Override
    public String settingName(String name) {
        settings.checkChangeable(name);
        return settings.shown(name);
    }

    @Override
    public String systemSettingName(String name) {
        settings.checkOfSystem(name);
        return settings.shown(name);
    }

    @Override
    public String systemSettingValue(String name, List<SyntaxExpression> values) {
        String value = joined(name, values);
        settings.checkOfSystem(name, value);
        return value;
    }

    private static String joined(String name, List<SyntaxExpression> values) {
        List<String> texts = values.stream().map(SettingValue::textOf).toList();
        return SettingChecks.joined(SettingTable.find(name.toLowerCase(Locale.ROOT)), name, texts);
    }

    @Override
    public String settingValue(String name, List<SyntaxExpression> values) {
        String value = joined(name, values);
        if (!Settings.isOfRoles(name)) {
            settings.check(name, value);
        }
        return value;
    }

    @Override
    public String currentValue(String name) {
        return settings.text(name);
    }

    @Override
    public List<String> searchPath(String value) {
        return Settings.searchPath(SettingChecks.names(value).orElse(List.of()), settings.currentRole());
    }
}
