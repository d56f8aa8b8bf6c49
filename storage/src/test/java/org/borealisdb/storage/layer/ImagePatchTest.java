package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.borealisdb.redo.page.Page;
import org.junit.jupiter.api.Test;

/** What differs between two images. */
class ImagePatchTest {
    private final Random random = new Random(5);

    private byte[] image() {
        byte[] image = new byte[Page.BYTES];
        random.nextBytes(image);
        return image;
    }

    @Test
    void makesTheImageOutOfTheOneBefore() {
        byte[] into = new byte[Page.BYTES / 2];
        for (int turn = 0; turn < 2000; turn++) {
            byte[] before = image();
            byte[] image = before.clone();
            int runs = random.nextInt(40);
            for (int run = 0; run < runs; run++) {
                int from = random.nextInt(Page.BYTES);
                int length = Math.min(random.nextInt(100), Page.BYTES - from);
                for (int at = from; at < from + length; at++) {
                    image[at] = (byte) random.nextInt(4);
                }
            }
            image[0] ^= (byte) (turn % 3);
            image[Page.BYTES - 1] ^= (byte) (turn % 5);
            int size = ImagePatch.between(before, image, into);
            assertThat(size).isBetween(0, into.length);
            MemorySegment patch = MemorySegment.ofArray(into);
            assertThat(ImagePatch.is(patch, 0, size)).isTrue();
            ImagePatch.apply(patch, 0, size, MemorySegment.ofArray(before));
            assertThat(before).isEqualTo(image);
        }
    }

    @Test
    void nothingIsThePatchOfTheSame() {
        byte[] image = image();
        assertThat(ImagePatch.between(image, image.clone(), new byte[0])).isZero();
    }

    @Test
    void whatDoesNotFitIsNone() {
        byte[] before = image();
        byte[] image = image();
        assertThat(ImagePatch.between(before, image, new byte[Page.BYTES / 2])).isEqualTo(-1);
        image = before.clone();
        image[100]++;
        assertThat(ImagePatch.between(before, image, new byte[4])).isEqualTo(-1);
        assertThat(ImagePatch.between(before, image, new byte[5])).isEqualTo(5);
    }

    /** Nothing that is taken for a patch writes outside of a page, or reads behind its end. */
    @Test
    void anyBytesAreAPatchOrAreNot() {
        int patches = 0;
        for (int turn = 0; turn < 100_000; turn++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            for (int at = 1; at < bytes.length; at += 2) {
                bytes[at] = (byte) random.nextInt(turn % 2 == 0 ? 2 : 70);
            }
            MemorySegment patch = MemorySegment.ofArray(bytes);
            if (ImagePatch.is(patch, 0, bytes.length)) {
                ImagePatch.apply(patch, 0, bytes.length, MemorySegment.ofArray(new byte[Page.BYTES]));
                patches++;
            }
        }
        assertThat(patches).isBetween(1000, 99_000);
    }
}
