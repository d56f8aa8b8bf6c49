package org.borealisdb.benchmarks.tpch;

import java.util.List;

/** The words that values of TPC-H are made of (specification, clause 4.2.2.13). */
final class TpchWords {
    static final List<String> COLORS = words(
            "almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon"
                    + " chocolate coral cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green grey honeydew"
                    + " hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint misty moccasin navajo navy olive orange"
                    + " orchid pale papaya peach peru pink plum powder puff purple red rose rosy royal saddle salmon sandy seashell sienna sky slate smoke snow spring steel"
                    + " tan thistle tomato turquoise violet wheat white yellow");
    static final List<String> SIZES = words("STANDARD SMALL MEDIUM LARGE ECONOMY PROMO");
    static final List<String> FINISHES = words("ANODIZED BURNISHED PLATED POLISHED BRUSHED");
    static final List<String> METALS = words("TIN NICKEL BRASS STEEL COPPER");
    static final List<String> CONTAINER_SIZES = words("SM LG MED JUMBO WRAP");
    static final List<String> CONTAINERS = words("CASE BOX BAG JAR PKG PACK CAN DRUM");
    static final List<String> SEGMENTS = words("AUTOMOBILE BUILDING FURNITURE MACHINERY HOUSEHOLD");
    static final List<String> PRIORITIES = List.of("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW");
    static final List<String> INSTRUCTIONS = List.of("DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN");
    static final List<String> MODES = List.of("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB");
    static final List<String> REGIONS = List.of("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");
    /** Names of nations. */
    static final List<String> NATIONS = List.of(
            "ALGERIA",
            "ARGENTINA",
            "BRAZIL",
            "CANADA",
            "EGYPT",
            "ETHIOPIA",
            "FRANCE",
            "GERMANY",
            "INDIA",
            "INDONESIA",
            "IRAN",
            "IRAQ",
            "JAPAN",
            "JORDAN",
            "KENYA",
            "MOROCCO",
            "MOZAMBIQUE",
            "PERU",
            "CHINA",
            "ROMANIA",
            "SAUDI ARABIA",
            "VIETNAM",
            "RUSSIA",
            "UNITED KINGDOM",
            "UNITED STATES");
    /** Regions of the nations. */
    static final List<Integer> REGION_OF =
            List.of(0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1);

    static final List<String> TEXT = words(
            "furiously quickly slyly carefully blithely foxes ideas theodolites pinto beans instructions dependencies excuses platelets"
                    + " asymptotes courts dolphins multipliers sauternes warthogs frets dinos attainments somas packages deposits accounts requests special pending unusual express"
                    + " regular final ironic even bold silent sleep wake are cajole haggle nag use boost affix detect integrate about above according across after against along"
                    + " among around at atop before behind beneath beside the");

    private TpchWords() {}

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
