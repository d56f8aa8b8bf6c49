package org.borealisdb.tests.mapper;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An entity with what entities have: keys, versions, enums, embedded collections, documents, arrays and relations. */
@Entity
class Pupil {
    enum Level {
        FIRST,
        SECOND
    }

    /** A class of a school. */
    @Entity
    static class Course {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        @Column(nullable = false, unique = true, length = 40)
        String title = "";

        @ManyToMany(mappedBy = "courses")
        Set<Pupil> pupils = new HashSet<>();

        protected Course() {}

        Course(String title) {
            this.title = title;
        }
    }

    /** What a pupil got. */
    @Entity
    static class Mark {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        @Nullable
        Pupil pupil;

        @Column(precision = 4, scale = 2)
        BigDecimal points = BigDecimal.ZERO;

        protected Mark() {}

        Mark(Pupil pupil, String points) {
            this.pupil = pupil;
            this.points = new BigDecimal(points);
        }
    }

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    @Nullable
    UUID id;

    @Version
    int version;

    @Column(nullable = false)
    String name = "";

    @Enumerated(EnumType.STRING)
    Level level = Level.FIRST;

    LocalDate born = LocalDate.EPOCH;
    Instant entered = Instant.EPOCH;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> remarks = Map.of();

    String[] nicks = {};

    @ElementCollection
    Set<String> clubs = new HashSet<>();

    @OneToMany(mappedBy = "pupil", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Mark> marks = new ArrayList<>();

    @ManyToMany(cascade = CascadeType.PERSIST)
    Set<Course> courses = new HashSet<>();

    protected Pupil() {}

    Pupil(String name, LocalDate born) {
        this.name = name;
        this.born = born;
    }
}
