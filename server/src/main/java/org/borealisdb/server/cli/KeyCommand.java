package org.borealisdb.server.cli;

import picocli.CommandLine.Command;

/** The commands about the keys of a region. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The keys that encrypt a region's data.",
            "",
            "A volume has a data key, which is stored wrapped: encrypted under a master key, which is in the folder keys/ of the region, or in AWS KMS."
        },
        subcommands = {KeyListCommand.class, KeyRotateCommand.class})
final class KeyCommand {}
