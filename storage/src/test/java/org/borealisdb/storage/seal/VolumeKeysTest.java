package org.borealisdb.storage.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.simulation.SimulatedRandom;
import org.junit.jupiter.api.Test;

/** Which keys a node has, and which one seals. */
class VolumeKeysTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final WrappedKey FIRST = TestKeys.wrapped(1);
    private static final WrappedKey SECOND = TestKeys.wrapped(2);

    private final TestKeys service = new TestKeys();
    private final VolumeKeys keys =
            new VolumeKeys(service, new SimulatedRandom(new SplittableRandom(1)), SealListener.NONE);

    @Test
    void theLastKeySealsAndAllOpen() {
        keys.learn(TestKeys.metadata(VOLUME, List.of(FIRST, SECOND)));
        assertThat(keys.sealing(VOLUME).orElseThrow().id()).isEqualTo(SECOND.id());
        assertThat(keys.opening(FIRST.id()).id()).isEqualTo(FIRST.id());
        assertThat(keys.sealing(new VolumeId(8))).isEmpty();
        assertThatThrownBy(() -> keys.opening(TestKeys.wrapped(3).id()))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(TestKeys.wrapped(3).id().toString());
    }

    @Test
    void aVolumeThatIsNotEncryptedIsNotSealed() {
        VolumeMetadata clear = TestKeys.metadata(VOLUME, List.of());
        assertThat(keys.has(clear)).isTrue();
        keys.learn(clear);
        assertThat(keys.sealing(VOLUME)).isEmpty();
        assertThat(keys.knows(VOLUME)).isFalse();
    }

    @Test
    void theServiceIsAskedOnceForEachKey() {
        VolumeMetadata metadata = TestKeys.metadata(VOLUME, List.of(FIRST));
        keys.learn(metadata);
        service.deny();
        VolumeMetadata anew = metadata.withKeysWrapped(List.of(new WrappedKey(FIRST.id(), "another", FIRST.wrapped())));
        assertThat(keys.has(anew)).isTrue();
        keys.learn(anew);
        assertThat(keys.sealing(VOLUME).orElseThrow().id()).isEqualTo(FIRST.id());
    }

    @Test
    void withoutItsKeysNothingOfAVolumeIsKnown() {
        service.deny();
        VolumeMetadata metadata = TestKeys.metadata(VOLUME, List.of(FIRST));
        assertThat(keys.has(metadata)).isFalse();
        assertThatThrownBy(() -> keys.learn(metadata)).isInstanceOf(KeyUnavailableException.class);
        assertThat(keys.knows(VOLUME)).isFalse();
        // Of one that is deleted nothing is read any more, so its keys may be lost.
        VolumeMetadata deleted = metadata.withDeletion(new VolumeEpoch(1, 1));
        assertThat(keys.has(deleted)).isTrue();
        keys.learn(deleted);
    }

    @Test
    void olderMetadataDoNotChangeWhatSeals() {
        VolumeMetadata before = TestKeys.metadata(VOLUME, List.of(FIRST));
        keys.learn(before.withEpoch(new VolumeEpoch(1, 1)));
        keys.learn(TestKeys.metadata(VOLUME, List.of(FIRST, SECOND)));
        assertThat(keys.sealing(VOLUME).orElseThrow().id()).isEqualTo(FIRST.id());
    }
}
