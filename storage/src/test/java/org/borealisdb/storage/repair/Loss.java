package org.borealisdb.storage.repair;

/** How a segment of a {@link Region} is lost. */
enum Loss {
    /** Rot that is found while the node runs: the only one after which it knows how far it had come. */
    ROTTEN_LAYERS {
        @Override
        int inflict(Region region) {
            region.forgets(VICTIM);
            for (int bit = 0; bit < 400; bit++) {
                region.host(VICTIM).disk().rot("group-0/layer-");
            }
            region.compare(VICTIM, region.vdl(), false);
            region.remembers(VICTIM);
            return VICTIM;
        }
    },
    ROTTEN_JOURNAL {
        @Override
        int inflict(Region region) {
            stop(region);
            for (int bit = 0; bit < 100; bit++) {
                region.host(VICTIM).disk().rot("journal/file-");
            }
            region.start(VICTIM);
            return VICTIM;
        }
    },
    FOLDER_GONE {
        @Override
        int inflict(Region region) {
            stop(region);
            region.startWithoutFolder(VICTIM);
            return VICTIM;
        }
    },
    DISK_GONE {
        @Override
        int inflict(Region region) {
            stop(region);
            region.startWithoutDisk(VICTIM);
            return VICTIM;
        }
    },
    PLACED_ANEW {
        @Override
        int inflict(Region region) {
            region.replace(VICTIM);
            return Region.SPARE;
        }
    };

    static final int VICTIM = 2;

    /** Makes the segment of the victim damaged, lost or new; the node that must become whole. */
    abstract int inflict(Region region);

    private static void stop(Region region) {
        region.crash(VICTIM);
        region.pause(50);
        region.forgets(VICTIM);
    }
}
