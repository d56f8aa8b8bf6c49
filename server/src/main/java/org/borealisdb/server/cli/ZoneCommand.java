package org.borealisdb.server.cli;

import picocli.CommandLine.Command;

/** The commands about the availability zones of a region. */
@Command(
        name = "zone",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The availability zones of a region, one of which may be lost for long.",
            "",
            "With four of the six copies of everything left, writes go on, and they stop with the loss of one more. Without the places of the lost zone, three of the other four copies are enough."
        },
        subcommands = {ZoneLostCommand.class, ZoneBackCommand.class})
final class ZoneCommand {}
