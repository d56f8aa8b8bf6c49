package org.borealisdb.expr.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The abbreviations of time zones that input knows, in the set that PostgreSQL names {@code Default}. Stateless.
 *
 * <p>Most are an offset; those whose offset has changed in the course of time stand for a zone.
 */
public final class TimeZoneAbbreviations {
    /** Abbreviations, those of daylight saving time with a star, and the minutes east of Greenwich or the zone. */
    private static final String TABLE = """
            acdt* 630, acsst* 630, acst 570, act -300, acwst 525, adt* -180, aedt* 660, aesst* 660, aest 600, aft 270, akdt* -480, akst -540,
            almst* 420, almt 360, amst Asia/Yerevan, amt -240, anast Asia/Anadyr, anat Asia/Anadyr, arst America/Argentina/Buenos_Aires,
            art America/Argentina/Buenos_Aires, ast -240, awsst* 540, awst 480, azost* 0, azot -60, azst Asia/Baku, azt Asia/Baku, bdst* 120,
            bdt 360, bnt 480, bort 480, bot -240, bra -180, brst* -120, brt -180, bst* 60, btt 360, cadt* 630, cast 570, cct 480, cdt* -300,
            cest* 120, cet 60, cetdst* 120, chadt* 825, chast 765, chut 600, ckt Pacific/Rarotonga, clst* -180, clt America/Santiago, cot -300,
            cst -360, cxt 420, davt Antarctica/Davis, ddut 600, easst Pacific/Easter, east Pacific/Easter, eat 180, edt* -240, eest* 180,
            eet 120, eetdst* 180, egst* 0, egt -60, est -300, fet 180, fjst* 780, fjt 720, fkst Atlantic/Stanley, fkt Atlantic/Stanley,
            fnst* -60, fnt -120, galt -360, gamt -540, gest Asia/Tbilisi, get Asia/Tbilisi, gft -180, gilt 720, gmt 0, gyt America/Guyana,
            hkt 480, hst -600, ict 420, idt* 180, iot Indian/Chagos, irkst Asia/Irkutsk, irkt Asia/Irkutsk, irt 210, ist 120, jayt 540,
            jst 540, kdt* 600, kgst* 360, kgt Asia/Bishkek, kost Pacific/Kosrae, krast Asia/Krasnoyarsk, krat Asia/Krasnoyarsk, kst 540,
            lhdt Australia/Lord_Howe, lhst 630, ligt 600, lint Pacific/Kiritimati, lkt Asia/Colombo, magst Asia/Magadan, magt Asia/Magadan,
            mart -570, mawt Antarctica/Mawson, mdt* -360, mest* 120, mesz* 120, met 60, metdst* 120, mez 60, mht 720, mmt 390, mpt 600,
            msd* 240, msk Europe/Moscow, mst -420, must* 300, mut 240, mvt 300, myt 480, ndt* -150, nft -210, novst Asia/Novosibirsk,
            novt Asia/Novosibirsk, npt 345, nst -210, nut Pacific/Niue, nzdt* 780, nzst 720, nzt 720, omsst Asia/Omsk, omst Asia/Omsk,
            pdt* -420, pet -300, petst Asia/Kamchatka, pett Asia/Kamchatka, pgt 600, pht 480, pkst* 360, pkt 300, pmdt* -120, pmst -180,
            pont 660, pst -480, pwt 540, pyst* -180, pyt America/Asuncion, ret 240, sadt* 630, sast 120, sct 240, sgt Asia/Singapore,
            taht -600, tft 300, tjt 300, tkt Pacific/Fakaofo, tmt Asia/Ashgabat, tot 780, trut 600, tvt 720, uct 0, ulast* 540,
            ulat Asia/Ulaanbaatar, ut 0, utc 0, uyst* -120, uyt -180, uzst* 360, uzt 300, vet America/Caracas, vlast Asia/Vladivostok,
            vlat Asia/Vladivostok, volt Europe/Volgograd, vut 660, wadt* 480, wakt 720, wast 420, wat 60, wdt* 540, wet 0, wetdst* 60, wft 720,
            wgst* -120, wgt -180, xjt 360, yakst Asia/Yakutsk, yakt Asia/Yakutsk, yapt 600, yekst* 360, yekt Asia/Yekaterinburg, z 0, zulu 0""";

    /** Words are told apart by this many characters. */
    private static final int SIGNIFICANT_CHARACTERS = 10;

    private static final Map<String, Abbreviation> BY_NAME = new TreeMap<>();

    static {
        for (String entry : TABLE.split(",", -1)) {
            String[] parts = entry.strip().split(" ");
            boolean daylightSaving = parts[0].endsWith("*");
            String name = daylightSaving ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
            ZoneId zone = Character.isLetter(parts[1].charAt(0))
                    ? ZoneId.of(parts[1])
                    : ZoneOffset.ofTotalSeconds(Integer.parseInt(parts[1]) * 60);
            BY_NAME.put(name, new Abbreviation(name, zone, daylightSaving));
        }
    }

    private TimeZoneAbbreviations() {}

    /**
     * What an abbreviation means.
     *
     * @param name in lower case
     * @param zone an offset, or a zone whose offset at the time it is
     * @param daylightSaving whether an offset is one of daylight saving time
     */
    public record Abbreviation(String name, ZoneId zone, boolean daylightSaving) {
        /** Returns the seconds east of Greenwich at a local time. */
        public int offset(long localMicros) {
            int offset = CivilCalendar.offsetOfLocal(localMicros, zone);
            if (zone instanceof ZoneOffset || name.endsWith("st")) {
                return offset;
            }
            long instant = localMicros - offset * CivilCalendar.MICROS_PER_SECOND;
            return zone.getRules()
                    .getStandardOffset(CivilCalendar.instant(instant))
                    .getTotalSeconds();
        }
    }

    /** Returns what an abbreviation means, in letters of any case. */
    public static Optional<Abbreviation> find(String name) {
        String key = name.length() > SIGNIFICANT_CHARACTERS ? name.substring(0, SIGNIFICANT_CHARACTERS) : name;
        return Optional.ofNullable(BY_NAME.get(key.toLowerCase(Locale.ROOT)));
    }

    /** Returns all, in order of their names. */
    public static Collection<Abbreviation> all() {
        return BY_NAME.values();
    }
}
