"""What renders sections: HTML, PDF, figures, pictures of dates."""
