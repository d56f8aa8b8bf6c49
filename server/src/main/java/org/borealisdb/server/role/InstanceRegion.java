package org.borealisdb.server.role;

import java.util.List;
import java.util.Map;
import org.borealisdb.sql.postgres.AccessRuleFact;
import org.borealisdb.sql.postgres.RegionFacts;

/** What SQL shows of the region on any instance: where it is, and who may connect. */
abstract class InstanceRegion implements RegionFacts {
    private final InstancePlace place;
    private final ClientSecurity security;

    InstanceRegion(InstancePlace place, ClientSecurity security) {
        this.place = place;
        this.security = security;
    }

    @Override
    public final Map<String, String> settings() {
        return SqlFront.settings(place);
    }

    @Override
    public final List<AccessRuleFact> accessRules() {
        return security.access().get().facts();
    }
}
